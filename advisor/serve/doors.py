"""Who may come in, under which address, and what the operator is told when somebody may not."""

from __future__ import annotations

import ipaddress
import re
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from jupyter_server.auth.identity import IdentityProvider

# More sentences than these would let strangers fill the terminal.
MOST_TOLD = 20
# A page has a connection to its kernel, which takes six sockets, and a phone has two.
OPEN_FILES = 8192
ANY_ADDRESS = ("", "0.0.0.0", "::")
BASE_URL = re.compile(r"[A-Za-z0-9/._~@%-]*")


@dataclass
class Doors:
    """The addresses of the page, and those who may use it from elsewhere.

    A name that resolves to this computer is not enough: with a name of its own, a foreign page
    could read this one in its visitor's browser (DNS rebinding). An address in numbers is no name.

    Parameters
    ----------
    host, port, base_url
        Where the server listens, as in `advisor.serve.serve`.
    origins : sequence of str
        Further addresses by which visitors reach the page, such as ``https://advisor.example.org``.
    frames : sequence of str
        Sites that may show the page in a frame.
    """

    host: str
    port: int
    base_url: str = "/"
    origins: Sequence[str] = ()
    frames: Sequence[str] = ()
    _told: set[str] = field(default_factory=set)

    @property
    def open_to_network(self) -> bool:
        """Whether other computers can reach the server."""
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host != "localhost"

    def address(self, host: str) -> str:
        """Address of the page at a host."""
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"

    @property
    def here(self) -> str:
        """Address of the page on this computer."""
        own = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
        return self.address(own.get(self.host, self.host))

    @property
    def elsewhere(self) -> str:
        """Address of the page for other computers."""
        return self.address(_own_address(self.host) if self.host in ANY_ADDRESS else self.host)

    def admits(self, host: str) -> bool:
        """Whether a request may name this host, which is given without its port."""
        host = host.strip("[]").rstrip(".").lower()
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return host in self._names()
        return True

    def matches(self, origin: str | None, host: str | None) -> bool:
        """Whether a page of this origin is ours, if its server was asked for under this host."""
        if not origin or not host or origin.lower() in self.origins:
            return True
        return urlsplit(origin.lower()).netloc == host.lower()

    def tell(self, about: str, sentence: str) -> None:
        """Tell the operator something, once."""
        if about not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(about)
            # A terminal obeys control characters, and a stranger may have sent them.
            print(re.sub(r"[^ -~]", "?", sentence), file=sys.stderr, flush=True)

    def _names(self) -> set[str]:
        named = {urlsplit(origin).hostname or "" for origin in self.origins}
        own = socket.gethostname().lower()
        network = {own, f"{own}.local"} if self.open_to_network else set()
        return {"localhost", self.host.lower()} | named | network


class Visitors(IdentityProvider):
    """Everybody is a visitor, without a name, a login or a cookie that lasts."""

    @property
    def auth_enabled(self) -> bool:
        """Nobody logs in."""
        return False

    def set_login_cookie(self, handler: Any, user: Any) -> None:
        """Leave the browser alone."""

    def get_handlers(self) -> list[tuple[str, object]]:
        """No pages to log in or out."""
        return []


def allow_many_connections() -> None:
    """Raise the soft limit of open files, which is 1,024 on many systems; Windows has none."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def base_path(text: str) -> str:
    """Check a base address, and give it a slash on both ends.

    Raises
    ------
    ValueError
        If it has a character that an address or Voilà cannot have there, or a part ``.`` or
        ``..``, which browsers take away before they ask.

    Examples
    --------
    >>> base_path("advisor"), base_path("/")
    ('/advisor/', '/')
    """
    if not BASE_URL.fullmatch(text):
        odd = next(letter for letter in text if not BASE_URL.fullmatch(letter))
        raise ValueError(
            f"the base address {text!r} has {odd!r}; allowed: a-z, A-Z, 0-9, '/', '-', '_', '.', "
            "'~', '@' and '%'"
        )
    for part in text.split("/"):
        if unquote(part) in (".", ".."):
            raise ValueError(
                f"the base address {text!r} has the part {part!r}, which browsers take away; "
                "allowed: names between slashes, such as '/user/someone/'"
            )
    inner = text.strip("/")
    return f"/{inner}/" if inner else "/"


def _own_address(host: str) -> str:
    """Address of this computer in its network, else its name."""
    family, far = (socket.AF_INET6, "2001:db8::1") if ":" in host else (socket.AF_INET, "192.0.2.1")
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))  # sends nothing; it only chooses the interface
            return str(probe.getsockname()[0])
    except OSError:
        return socket.gethostname()
