"""Probes of an app's defaults against attacks; `MEASURED.md` says when a probe passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from socket import gaierror
from typing import Literal, NamedTuple
from urllib.error import URLError

from advisor.lab.contract.browser import Browser
from advisor.lab.contract.inspection import sessions
from advisor.lab.contract.inspection.seen import ATTACKER, Seen
from advisor.lab.records.reasons import one_line

ProbeOutcome = Literal["passed", "failed", "unknown"]
AppKind = Literal["hello", "raising", "product"]
SECRET = "the-lab-raised-this"
RAISES = f"raise RuntimeError({SECRET!r})"
INTERNALS = (SECRET, "RuntimeError", "hello.py", "Traceback")
LOGIN_PAGE = "/admin/"


@dataclass(frozen=True)
class Probed:
    """Outcome of one probe of an app, and the observation."""

    outcome: ProbeOutcome
    seen: str = ""


class Probe(NamedTuple):
    """One probe and the kind of app that it tests."""

    name: str
    app: AppKind
    check: Callable[[str], Seen]


def _host(path: str) -> Callable[[str], Seen]:
    def check(base: str) -> Seen:
        try:
            answer = Browser(base).send("GET", path, headers={"Host": ATTACKER})
        except URLError as error:
            if isinstance(error.reason, gaierror):  # redirected to a host that does not exist
                return Seen(False, f"sent on to {ATTACKER}")
            raise
        return Seen(400 <= answer.status < 500, f"answered with {answer.status}")

    return check


def _header(path: str, name: str, fits: Callable[[str], bool]) -> Callable[[str], Seen]:
    def check(base: str) -> Seen:
        said = ", ".join(Browser(base).send("GET", path).headers.get_all(name, []))
        return Seen(fits(said.lower()), f"{name}: {said or 'none'}")

    return check


def _framing(path: str) -> Callable[[str], Seen]:
    def check(base: str) -> Seen:
        headers = Browser(base).send("GET", path).headers
        old = headers.get("X-Frame-Options", "")
        policy = headers.get("Content-Security-Policy", "")
        forbids = old.upper() in {"DENY", "SAMEORIGIN"} or "frame-ancestors" in policy
        said = old or policy or "none"
        return Seen(forbids, f"X-Frame-Options or Content-Security-Policy: {said}")

    return check


def _page(path: str) -> dict[str, tuple[str, Callable[[str], Seen]]]:
    """Probes that work with any page."""
    lax = ("", "unsafe-url", "no-referrer-when-downgrade")
    return {
        "host": ("another host is refused", _host(path)),
        "nosniff": (
            "types are not guessed",
            _header(path, "X-Content-Type-Options", lambda said: said == "nosniff"),
        ),
        "framing": ("other sites cannot frame it", _framing(path)),
        "referrer": (
            "addresses are not passed on",
            _header(path, "Referrer-Policy", lambda said: said not in lax),
        ),
        "opener": (
            "openers are kept apart",
            _header(path, "Cross-Origin-Opener-Policy", lambda s: s not in ("", "unsafe-none")),
        ),
    }


def _error_page(base: str) -> Seen:
    answer = Browser(base).send("GET", "/hello")
    shown = [word for word in INTERNALS if word in answer.text]
    said = f"answered with {answer.status}, showing {', '.join(shown) or 'no internals'}"
    return Seen(answer.status == 500 and not shown, said)


PROBES: Mapping[str, Probe] = {
    **{key: Probe(name, "hello", check) for key, (name, check) in _page("/hello").items()},
    "error_page": Probe("an error shows no internals", "raising", _error_page),
    "cookie_httponly": Probe("scripts cannot read the session", "product", sessions.httponly),
    "cookie_samesite": Probe("the session stays on its site", "product", sessions.samesite),
    "forged_post": Probe("a forged form is refused", "product", sessions.forged_post),
    "autoescape": Probe("markup in a value is escaped", "product", sessions.autoescape),
    "body_limit": Probe("a body of 32 MiB is refused", "product", sessions.body_limit),
}
# These probes show what the product adds to the smallest app; they are counted separately.
OF_THE_PRODUCT: Mapping[str, Probe] = {
    f"product_{key}": Probe(f"login page: {name}", "product", check)
    for key, (name, check) in _page(LOGIN_PAGE).items()
}
ALL_PROBES = {**PROBES, **OF_THE_PRODUCT}


def ask(base: str, kind: AppKind) -> dict[str, Probed]:
    """Run all probes for one kind of app.

    Parameters
    ----------
    base : str
        Address of the app. A product has the users of `advisor.lab.contract.features`.
    kind : str
        ``hello``, ``product`` or ``raising``, the smallest app with `RAISES` in its handler.
    """
    return {key: _probed(base, probe) for key, probe in ALL_PROBES.items() if probe.app == kind}


def unknown(kind: AppKind) -> dict[str, Probed]:
    """Results for a missing app: every outcome is unknown."""
    return {key: Probed("unknown") for key, probe in ALL_PROBES.items() if probe.app == kind}


def _probed(base: str, probe: Probe) -> Probed:
    try:
        found = probe.check(base)
    except Exception as error:  # a faulty app may fail in any way
        found = Seen(False, repr(error))
    return Probed("passed" if found.passed else "failed", one_line(found.text)[:300])
