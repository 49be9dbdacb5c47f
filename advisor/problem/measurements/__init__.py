"""Records of ``advisor measure``: their format, what is scored from them, a problem with them."""

from advisor.problem.measurements.apply import table, with_measurements
from advisor.problem.measurements.estimates import (
    READINGS,
    UNITS,
    Estimate,
    Spread,
    estimates,
    level,
)
from advisor.problem.measurements.record import (
    BARE,
    MeasurementError,
    Record,
    from_dict,
    read,
    write,
)

__all__ = [
    "BARE",
    "READINGS",
    "UNITS",
    "Estimate",
    "MeasurementError",
    "Record",
    "Spread",
    "estimates",
    "from_dict",
    "level",
    "read",
    "table",
    "with_measurements",
    "write",
]
