"""Orders, open to anybody: nested, validated, stored."""
