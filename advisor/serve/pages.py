"""Voilà's responses: the page, or a friendly error if there are too many visitors."""

import gzip
from typing import Any

from tornado.web import HTTPError, RequestHandler, authenticated
from voila.tornado.handler import TornadoVoilaHandler

from advisor.serve.frontend import front_end
from advisor.serve.tables import FaultyTablesError

RETRY_AFTER = "60"


class DashboardHandler(TornadoVoilaHandler):
    """Handler of Voilà's page, which refuses a visitor early if the advisor is full."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self, path: str | None = None) -> None:
        """Send the page, or HTTP error 503 before a kernel starts."""
        if tables := self.settings.get("advisor_tables"):
            await tables.look()
            if tables.faults:
                raise FaultyTablesError(tables.faults)
        if getattr(self.kernel_manager, "full", False):
            raise HTTPError(503)
        # Sets a cookie, which Voilà's script sends back to end the kernel when the page closes.
        self.xsrf_token  # noqa: B018
        await super().get(path=path)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say when to retry, in a header for programs, and log the error for the operator."""
        if status_code == 503:
            self.set_header("Retry-After", RETRY_AFTER)
        elif status_code >= 500:
            self.log.error("%s failed: %s", self.request.path, kwargs.get("exc_info", [""])[1])
        super().write_error(status_code, **kwargs)


class FrontEndHandler(RequestHandler):
    """Handler of Voilà's combined scripts; their address changes with their content."""

    def get(self, digest: str) -> None:
        """Send the scripts, which are compressed once for all visitors."""
        script = front_end.scripts.get(digest)
        if script is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(script)
        else:
            self.finish(gzip.decompress(script))


def routes(base_url: str) -> list[tuple[str, type[RequestHandler]]]:
    """Return the addresses that the advisor adds to Voilà's own."""
    return [(rf"{base_url}voila/advisor/([0-9a-f]+)\.js", FrontEndHandler)]
