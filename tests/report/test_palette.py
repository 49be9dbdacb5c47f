"""Colours on paper and in both themes of the page: enough contrast, and none twice."""

import itertools
import re
from pathlib import Path

import pytest

import advisor
from advisor.report.charts import base, palette
from tests.tools.vision import SIGHT, distance

STYLE = Path(advisor.__file__).parent / "page" / "style"
PAIR = re.compile(r"(?:--([a-z0-9-]+): )?light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
LIGHT, DARK = (
    {
        name: (light, dark)[theme]
        for name, light, dark in PAIR.findall((STYLE / "theme.css").read_text(encoding="utf-8"))
    }
    for theme in (0, 1)
)
THEMES = {"light": LIGHT, "dark": DARK}
DATA = [f"data-{place}" for place in range(1, len(palette.COLOURS) + 1)]
TEXTS = [
    *itertools.product(("ink", "soft", "accent"), ("card", "ground", "hover")),
    *itertools.product(("ink", "accent", "on-chosen"), ("chosen",)),
    ("ink", "warned"),
    ("warning", "warned"),
    ("on-accent", "accent"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_has_contrast(theme, text, ground):
    found = THEMES[theme]
    assert palette.contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", [*DATA, "edge", "accent"])
def test_marks_stand_out_on_the_card(theme, mark):
    found = THEMES[theme]
    assert palette.contrast(found[mark], found["card"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", sorted(SIGHT))
def test_fifteen_alternatives_can_be_told_apart(theme, sight):
    hues = [THEMES[theme][name] for name in DATA]
    close = [
        (one, other)
        for one, other in itertools.combinations(hues, 2)
        if distance(one, other, sight) <= 14
    ]
    assert close == []


def test_no_two_of_fifteen_share_a_colour_or_a_marker():
    assert len({palette.colour(place) for place in range(15)}) == 15
    assert len({palette.symbol(place) for place in range(15)}) == 15
    assert palette.colour(0) == palette.colour(15)
    assert palette.symbol(0) != palette.symbol(15)


@pytest.mark.parametrize("theme", THEMES)
def test_the_three_keep_their_colours_in_every_theme(theme):
    kept = [THEMES[theme][name].upper() for name in DATA[:3]]
    assert kept == ["#009E73", "#D55E00", "#0072B2"]


def test_paper_has_the_light_colours_of_the_page():
    known = [base.INK, base.SOFT, base.GRID, palette.CARD, palette.ACCENT]
    for colour in (*known, palette.NEUTRAL, palette.RANGE, *palette.COLOURS):
        name, paper = re.fullmatch(r"var\(--([a-z0-9-]+), (#\w{6})\)", colour.css).groups()
        assert (LIGHT[name].upper(), paper) == (colour, colour)


@pytest.mark.parametrize("index", range(len(palette.COLOURS)))
def test_figures_on_the_bars_can_be_read(index):
    for group in range(5):
        fill = palette.tint(palette.colour(index), group, 5)
        assert palette.contrast(palette.readable_on(fill), fill) >= 4.5


def test_a_mixed_colour_is_mixed_on_the_page_too():
    assert palette.tint("#000000", 4, 5) == "#BFBFBF"
    assert palette.fade("#000000", 0.25).css == "color-mix(in srgb, #000000 25%, transparent)"
    fill = palette.shade(1)
    assert fill == palette.ACCENT
    assert palette.readable_on(fill).css == f"on {fill.css}"


def test_other_style_sheets_name_no_colour_of_their_own():
    for sheet in STYLE.glob("*.css"):
        if sheet.name != "theme.css":
            assert (
                re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet.read_text(encoding="utf-8")) == []
            ), sheet.name


@pytest.mark.parametrize(
    "file",
    [
        "serve/share/voila/templates/advisor/page.css",
        "report/html/skeleton.html",
        "report/light/light.css",
        "serve/workshop/static/room.css",
    ],
)
def test_pages_around_the_dashboard_have_its_colours(file):
    text = (STYLE.parents[1] / file).read_text(encoding="utf-8")
    pairs = {(light, dark) for _, light, dark in PAIR.findall(text)}
    allowed = set(zip(LIGHT.values(), DARK.values(), strict=True))
    assert pairs
    assert pairs - allowed <= {("#ffffff", "#12161b")}  # the record: paper, and the dark ground


def test_type_has_one_scale():
    sizes = re.findall(r"--text-[a-z]+: (\d+)px", (STYLE / "theme.css").read_text(encoding="utf-8"))
    assert sizes == ["12", "14", "16", "20", "28", "44"]
    for sheet in STYLE.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert re.findall(r"font(?:-size)?: *\d[^;]*", text) == [], sheet.name
