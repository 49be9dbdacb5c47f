"""One palette for every chart and table: colours, markers and lines of the alternatives.

A figure holds the colours that it has on white paper, so it can be read wherever it is shown. On
the page the same colours are variables of ``page/style/theme.css``, which has them for the light
and the dark theme; `Colour` knows both.
"""

from __future__ import annotations


class Colour(str):
    """A colour on white paper, in the form that Plotly takes.

    Attributes
    ----------
    css : str
        The same colour on the page, whatever its theme: a CSS colour that names variables, or
        ``on`` and a CSS colour, which means black or white, whichever is readable on it.
    """

    css: str

    def __new__(cls, paper: str, css: str = "") -> Colour:
        """Colour of paper; without ``css`` it has no other on the page."""
        made = super().__new__(cls, paper)
        made.css = css or paper
        return made


def variable(name: str, paper: str) -> Colour:
    """Colour that the page keeps in a variable of that name."""
    return Colour(paper, f"var(--{name}, {paper})")


CARD, ACCENT = variable("card", "#FFFFFF"), variable("accent", "#3D4CB8")
# What belongs to no alternative: a total, and the range behind a bar.
NEUTRAL, RANGE = variable("edge", "#7B8997"), variable("range", "#E9ECF0")

# Fifteen at least 3:1 on the card, which can be told apart with every colour vision, like those
# of the dark theme; tests/report/test_palette.py computes both.
COLOURS = tuple(
    variable(f"data-{place}", paper)
    for place, paper in enumerate(
        (
            "#009E73",
            "#D55E00",
            "#0072B2",
            "#9000F0",
            "#603000",
            "#000090",
            "#900060",
            "#2B2B2B",
            "#906030",
            "#300040",
            "#000000",
            "#605040",
            "#801080",
            "#9080A0",
            "#3040B0",
        ),
        start=1,
    )
)
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "cross",
    "star",
    "hexagon",
    "x",
    "triangle-down",
    "pentagon",
    "bowtie",
    "star-square",
    "hourglass",
    "triangle-left",
    "star-diamond",
)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def colour(index: int) -> Colour:
    """Colour of the alternative at that place in the problem, hidden ones counted."""
    return COLOURS[index % len(COLOURS)]


def symbol(index: int) -> str:
    """Marker of an alternative; another one where the colours come round again."""
    return SYMBOLS[(index + index // len(COLOURS)) % len(SYMBOLS)]


def dash(index: int) -> str:
    """Line style of an alternative."""
    return DASHES[index % len(DASHES)]


def tint(hue: str, group: int, groups: int) -> Colour:
    """Colour of a group's segment in an alternative's bar: the later, the nearer to the ground."""
    return _mixed(hue, CARD, 0.75 * group / max(groups - 1, 1))


def shade(share: float) -> Colour:
    """Colour of a share, 0 to 1: from the ground to the page's accent."""
    return _mixed(ACCENT, CARD, 1 - share)


def fade(hue: str, opacity: float) -> Colour:
    """The same colour, see-through: opacity 0 to 1."""
    red, green, blue = _channels(hue)
    css = f"color-mix(in srgb, {_css(hue)} {opacity:.0%}, transparent)"
    return Colour(f"rgba({red},{green},{blue},{opacity})", css)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(fill: str) -> Colour:
    """Black or white, whichever has more contrast on that colour."""
    paper = max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, fill))
    return Colour(paper, f"on {_css(fill)}")


def _mixed(hue: str, ground: str, share: float) -> Colour:
    """A colour with a share of another in it."""
    pairs = zip(_channels(hue), _channels(ground), strict=True)
    paper = "#" + "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)
    return Colour(paper, f"color-mix(in srgb, {_css(hue)}, {_css(ground)} {share:.1%})")


def _css(hue: str) -> str:
    return hue.css if isinstance(hue, Colour) else hue


def _channels(hue: str) -> tuple[int, ...]:
    return tuple(int(hue[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(hue: str) -> float:
    parts = (channel / 255 for channel in _channels(hue))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
