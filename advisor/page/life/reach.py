"""Where the page runs, and the address by which others can open it there.

On Binder and on a hub the address of the page belongs to one person's server: others get a form
for a token, or HTTP error 403. Both have an address that starts a server for whoever opens it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

HERE_ONLY = (
    "Only this computer can open the link. For others, start the advisor with --host 0.0.0.0 and "
    "open the page by the name or the address of this computer."
)
LOGIN_ONLY = (
    "Only people who can log in to this Jupyter server can open the link. For others, "
    "advisor export page.html writes the decision as a file that opens anywhere."
)
ON_BINDER = "Whoever opens the link gets a server of their own on Binder, which may take minutes."
ON_HUB = (
    "Whoever opens the link logs in to this hub and gets a server of their own. For others, "
    "advisor export page.html writes the decision as a file that opens anywhere."
)
# Voilà inside a Jupyter server has its pages there.
INSIDE_JUPYTER = "/voila/render/"


@dataclass(frozen=True)
class Reach:
    """The address of the page, as far as others can open it.

    Attributes
    ----------
    start : str
        Everything before the query; the query may have to be encoded once more.
    said : str
        Who can open the link, where that is not everybody; empty otherwise.
    private : bool
        Whether nobody or hardly anybody else can open it.
    encoded : bool
        Whether the query is itself part of a parameter.
    """

    start: str
    said: str = ""
    private: bool = False
    encoded: bool = False

    def link(self, query: str) -> str:
        """Address of the page with a query."""
        rest = f"?{query}" if query else ""
        return self.start + (quote(rest, safe="") if self.encoded else rest)


def reach(base: str) -> Reach:
    """Find out how others reach the page.

    Parameters
    ----------
    base : str
        Address of the page in the browser, without its query.
    """
    found = urlsplit(base)
    path, prefix = found.path, os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "")
    inside = path.removeprefix(prefix) if prefix and path.startswith(prefix) else ""
    launch, request = (os.environ.get(f"BINDER_{name}", "") for name in ("LAUNCH_HOST", "REQUEST"))
    if inside and launch and request:
        start = f"{launch.rstrip('/')}/{request}?urlpath={quote(inside, safe='')}"
        return Reach(start, ON_BINDER, encoded=True)
    if inside and (hub := os.environ.get("JUPYTERHUB_BASE_URL")):
        origin = f"{found.scheme}://{found.netloc}"
        return Reach(f"{origin}{hub.rstrip('/')}/hub/user-redirect/{inside}", ON_HUB)
    if _loopback(found.hostname or ""):
        return Reach(base, HERE_ONLY, private=True)
    if INSIDE_JUPYTER in path:
        return Reach(base, LOGIN_ONLY, private=True)
    return Reach(base)


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
