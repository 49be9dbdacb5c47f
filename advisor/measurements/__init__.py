"""Records of ``advisor measure``: their format, what is scored from them, what they change."""

from advisor.measurements.effect import Comparison, Move, compare, table, with_measurements
from advisor.measurements.estimates import READINGS, UNITS, Estimate, Spread, estimates, level
from advisor.measurements.record import BARE, Record, RecordError, from_dict, read, write

__all__ = [
    "BARE",
    "READINGS",
    "UNITS",
    "Comparison",
    "Estimate",
    "Move",
    "Record",
    "RecordError",
    "Spread",
    "compare",
    "estimates",
    "from_dict",
    "level",
    "read",
    "table",
    "with_measurements",
    "write",
]
