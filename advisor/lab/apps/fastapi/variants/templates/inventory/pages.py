"""HTML by Mako, for the staff pages."""

from typing import Any

from mako.lookup import TemplateLookup
from starlette.requests import Request
from starlette.responses import HTMLResponse

lookup = TemplateLookup(["templates"], default_filters=["h"])


class MakoTemplates:
    async def TemplateResponse(  # noqa: N802
        self,
        request: Request,
        name: str,
        context: dict[str, Any] | None = None,
        status_code: int = 200,
    ) -> HTMLResponse:
        values = {"request": request, "error": None, **(context or {})}
        return HTMLResponse(lookup.get_template(name).render(**values), status_code)
