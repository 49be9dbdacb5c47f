"""Records of ``advisor measure``: their format, the scored figures, and problems that use them."""

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
    from_json,
    read,
    shipped,
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
    "from_json",
    "level",
    "read",
    "shipped",
    "table",
    "with_measurements",
    "write",
]
