"""One palette for every chart and table: colours, markers and lines of the alternatives.

A figure contains its colours for white paper, so it is readable everywhere. On the page the same
colours are variables of ``page/style/theme.css``, with a value for the light and for the dark
theme; `Colour` knows both.
"""

from __future__ import annotations


class Colour(str):
    """A colour on white paper, in the form that Plotly expects.

    Attributes
    ----------
    css : str
        The same colour on the page in any theme: a CSS colour with variables, or ``on`` and a CSS
        colour, which means the more readable of black and white on that colour.
    """

    css: str

    def __new__(cls, paper: str, css: str = "") -> Colour:
        """Colour for paper; without ``css`` it is the same on the page."""
        made = super().__new__(cls, paper)
        made.css = css or paper
        return made


def variable(name: str, paper: str) -> Colour:
    """Colour that the page stores in the variable ``name``."""
    return Colour(paper, f"var(--{name}, {paper})")


CARD, ACCENT = variable("card", "#FFFFFF"), variable("accent", "#3D4CB8")
# Colours of parts without an alternative: a total, and the range behind a bar.
NEUTRAL, RANGE = variable("edge", "#7B8997"), variable("range", "#E9ECF0")

# Fifteen colours with a contrast of at least 3:1 on the card, distinguishable with every colour
# vision, like those of the dark theme; tests/report/test_palette.py computes both.
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
    """Colour of the alternative at a place in the problem, counting hidden alternatives."""
    return COLOURS[index % len(COLOURS)]


def symbol(index: int) -> str:
    """Marker of an alternative; alternatives with the same colour have different markers."""
    return SYMBOLS[(index + index // len(COLOURS)) % len(SYMBOLS)]


def dash(index: int) -> str:
    """Line style of an alternative."""
    return DASHES[index % len(DASHES)]


def tint(hue: str, group: int, groups: int) -> Colour:
    """Colour of a group's segment in an alternative's bar; later groups are paler."""
    return _mixed(hue, CARD, 0.75 * group / max(groups - 1, 1))


def shade(share: float) -> Colour:
    """Colour of a share in [0, 1], from the background to the accent colour of the page."""
    return _mixed(ACCENT, CARD, 1 - share)


def fade(hue: str, opacity: float) -> Colour:
    """The same colour with an opacity in [0, 1]."""
    red, green, blue = _channels(hue)
    css = f"color-mix(in srgb, {_css(hue)} {opacity:.0%}, transparent)"
    return Colour(f"rgba({red},{green},{blue},{opacity})", css)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(fill: str) -> Colour:
    """Black or white, whichever has more contrast on the colour."""
    paper = max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, fill))
    return Colour(paper, f"on {_css(fill)}")


def _mixed(hue: str, ground: str, share: float) -> Colour:
    """A colour mixed with a share of another one."""
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
