"""Results for readers: sentences, tables, charts, decision records, and changes since a record."""

from advisor.report.diff import differences
from advisor.report.forms import FORMS, write
from advisor.report.markdown import markdown
from advisor.report.record import (
    RecordError,
    ballot_of,
    make_record,
    read_record,
    read_record_file,
    to_json,
)

__all__ = [
    "FORMS",
    "RecordError",
    "ballot_of",
    "differences",
    "make_record",
    "markdown",
    "read_record",
    "read_record_file",
    "to_json",
    "write",
]
