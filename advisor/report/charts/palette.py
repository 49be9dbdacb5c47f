"""One palette for every chart and table: who has which colour, marker and line."""

from __future__ import annotations

# Distinguishable under the three common colour-vision deficiencies and at least 3:1 on
# white; tests/report/test_charts.py computes both.
COLOURS = ("#009E73", "#D55E00", "#0072B2", "#9000F0", "#603000", "#000090", "#900060", "#2B2B2B")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "hexagon", "x")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def colour(index: int) -> str:
    """Colour of the alternative at that place in the problem, hidden ones counted."""
    return COLOURS[index % len(COLOURS)]


def symbol(index: int) -> str:
    """Marker of an alternative; another one where the colours come round again."""
    return SYMBOLS[(index + index // len(COLOURS)) % len(SYMBOLS)]


def dash(index: int) -> str:
    """Line style of an alternative."""
    return DASHES[index % len(DASHES)]


def tint(hex_colour: str, group: int, groups: int) -> str:
    """Colour of a group's segment in an alternative's bar: the later, the paler."""
    paleness = 0.75 * group / max(groups - 1, 1)
    parts = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * paleness):02X}" for part in parts)


def shade(share: float) -> str:
    """Colour of a share, 0 to 1: from white to the page's accent."""
    accent = (0x3D, 0x4C, 0xB8)
    return "#" + "".join(f"{round(255 + (part - 255) * share):02X}" for part in accent)


def fade(hex_colour: str, opacity: float) -> str:
    """The same colour, see-through: opacity 0 to 1."""
    red, green, blue = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(hex_colour: str) -> float:
    channels = []
    for i in (1, 3, 5):
        c = int(hex_colour[i : i + 2], 16) / 255
        channels.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(fill: str) -> str:
    """Black or white, whichever has more contrast on that colour."""
    return max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, fill))
