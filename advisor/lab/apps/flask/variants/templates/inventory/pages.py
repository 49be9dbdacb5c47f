"""HTML by Mako."""

from pathlib import Path
from typing import Any

from mako.lookup import TemplateLookup

lookup = TemplateLookup([str(Path(__file__).with_name("templates"))], default_filters=["h"])


def page(template: str, **values: Any) -> str:
    found: str = lookup.get_template(template).render(**values)
    return found
