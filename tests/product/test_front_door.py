"""The front door: what a notebook needs is a name of the package, and results show themselves."""

import ast
import subprocess
import sys

import ipywidgets as w
import nbformat
import plotly.io
import pytest

import advisor
from advisor.page.widgets.plot import PlotView
from advisor.problem.paths import NOTEBOOKS
from advisor.problem.problem import InputError
from tests.page.test_dashboard import by_class, texts, walk, with_groups_open


def test_every_name_is_there_and_in_order():
    assert advisor.__all__ == sorted(advisor.__all__, key=lambda name: (name.islower(), name))
    for name in advisor.__all__:
        assert getattr(advisor, name) is not None
    assert set(advisor.__all__) <= set(dir(advisor))
    with pytest.raises(AttributeError, match="no attribute 'slider'"):
        advisor.slider  # noqa: B018


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_imports_the_package_and_nothing_inside_it(path):
    cells = nbformat.read(path, as_version=4).cells
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        for node in ast.walk(ast.parse(cell.source)):
            names = [alias.name for alias in getattr(node, "names", [])]
            inside = getattr(node, "module", None) or ""
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert not inside.startswith("advisor"), cell.source
                assert not [n for n in names if n.startswith("advisor.")], cell.source


def test_ranking_needs_numpy_and_nothing_that_an_extra_brings(tmp_path):
    """Extras are blocked, so that an import of one would fail."""
    code = """
import sys
for name in ("anywidget", "ipywidgets", "jinja2", "jupyter_core", "markupsafe", "mistune",
             "openpyxl", "pandas", "plotly", "traitlets", "voila", "psutil"):
    sys.modules[name] = None
import advisor
ranking = advisor.rank(advisor.load(), scenario="small_service")
print(ranking)
assessment = advisor.assess(ranking)
print(advisor.explain(assessment))
print(advisor.record(assessment, "md"), advisor.record(assessment, "csv"))
from advisor.cli import main
assert main(["rank"]) == main(["rank", "--format", "json"]) == main(["record"]) == 0
assert main(["rank", "--format", "csv"]) == 0
try:
    advisor.record(assessment, "html")
except ModuleNotFoundError as error:
    print(error)
assert main(["record", "--format", "html"]) == main(["serve"]) == 1
try:
    advisor.radar
except ModuleNotFoundError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("pip install 'backend-advisor[page]'\n")
    assert "a record in HTML needs" in done.stdout
    assert done.stderr.count("pip install 'backend-advisor[page]'") == 2
    assert "Traceback" not in done.stderr


def test_a_ranking_shows_its_verdict_wherever_it_is_printed(tiny):
    ranking = advisor.rank(tiny, scenario="haul")
    for shown in (str(ranking), ranking._repr_html_(), str(advisor.assess(ranking))):
        assert "is ahead" in shown
        assert "(clear)" in shown or "(fragile)" in shown
        assert "Cow" in shown
    nobody = advisor.rank(tiny, excluded=["ant", "bee", "cow"])
    assert "No van is left to choose from." in str(nobody)
    assert "Not ranked: Ant (you left it out)" in str(nobody)


def test_an_explanation_has_its_topics_and_says_which_there_are(tiny):
    assessment = advisor.assess(advisor.rank(tiny, scenario="haul"))
    everything = str(advisor.explain(assessment))
    for topic in ("Why", "How sure", "What would change it", "Methods"):
        assert f"{topic}\n" in everything
    assert str(advisor.explain(assessment, "how sure")) in everything
    assert "<li>" in advisor.explain(assessment)._repr_html_()
    with pytest.raises(InputError, match="did you mean 'how sure'"):
        advisor.explain(assessment, "how sur")
    alone = advisor.assess(advisor.rank(tiny, excluded=["ant", "bee"]))
    assert "There is nothing to compare." in str(advisor.explain(alone, "why"))


def test_what_needs_no_lead_is_explained_without_one(tiny):
    room = [advisor.Ballot("Ann", {"price": 80}), advisor.Ballot("Ann", {"load": 50})]
    undecided = advisor.rank(tiny, dict.fromkeys([c.id for c in tiny.criteria], 0), ballots=room)
    assert "Cow leads on 1 of 2 ballots: Ann (2)." in str(advisor.explain(undecided, "room"))
    assert "ranks first whatever the weights" in str(advisor.explain(undecided, "best at all"))
    assert "Cow leads on 1 of 2 ballots" in str(advisor.explain(undecided))
    nobody = advisor.rank(tiny, excluded=["ant", "bee", "cow"])
    assert str(advisor.explain(nobody, "best at all")) == ""
    with pytest.raises(InputError, match="no alternative is left"):
        advisor.assess(nobody).prospects  # noqa: B018


def test_a_ranking_has_one_assessment_however_often_it_is_asked_for(tiny):
    ranking = advisor.rank(tiny)
    assert advisor.assess(ranking) is advisor.assess(advisor.assess(ranking))
    assert advisor.Decision(tiny).ranking is not ranking
    assert str(advisor.explain(ranking)) == str(advisor.explain(advisor.assess(ranking)))
    assert advisor.record(ranking, "csv") == advisor.record(advisor.assess(ranking), "csv")


def test_a_record_is_written_read_and_compared_through_the_front_door(tiny, tmp_path):
    path = tmp_path / "decision.json"
    path.write_text(advisor.record(advisor.rank(tiny, {"price": 90}), "json"), "utf-8")
    record = advisor.read_record(path)
    again = advisor.rank(tiny, advisor.Choices.from_dict(tiny, record["state"]))
    assert "Nothing has changed" in advisor.differences(record, again)[0]
    other = advisor.rank(tiny, {"price": 10})
    assert "The weight of Price was 90 and is now 10." in advisor.differences(record, other)


def test_two_rankings_are_compared_in_words_that_fit_any_other_facts(tiny):
    before = advisor.rank(tiny)
    said = str(advisor.compare(before, advisor.rank(tiny, reading="loaded")))
    assert "leads" in said
    assert " differ" in said
    assert "measured" not in said
    assert "No figure differs." in str(advisor.compare(before, advisor.rank(tiny, {"load": 90})))
    with pytest.raises(InputError, match="problems: tiny and"):
        advisor.compare(before, advisor.rank(advisor.load()))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda tiny: advisor.assess(tiny), "a Ranking is needed, not a Problem"),
        (lambda tiny: advisor.explain(tiny), "a Ranking is needed, not a Problem"),
        (lambda tiny: advisor.rank("python-backend"), "a Problem is needed, not a str"),
        (lambda tiny: advisor.rank(tiny, []), "weights are"),
        (lambda tiny: advisor.record(advisor.rank(tiny), None), "there is no form None"),
        (lambda tiny: advisor.Decision(advisor.rank(tiny)), "a Problem is needed, not a Ranking"),
        (lambda tiny: advisor.Decision(tiny, {"load": 3}), "a Choices is needed, not a dict"),
        (lambda tiny: advisor.sliders(tiny), "a Decision is needed, not a Problem"),
        (lambda tiny: advisor.charts.radar(advisor.rank(tiny), "x"), "no group 'x'; allowed: "),
        (lambda tiny: advisor.record(advisor.rank(tiny), "pdf"), "there is no form 'pdf'; "),
        (
            lambda tiny: advisor.Decision(tiny).set_corner(7, "cost"),
            "the corner is 7; allowed: 0 to 2",
        ),
    ],
)
def test_what_is_of_another_kind_is_refused_in_words(tiny, wrong, said):
    with pytest.raises(InputError, match=said):
        wrong(tiny)


def test_a_chart_shows_itself(tiny, monkeypatch):
    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")  # as in JupyterLab
    bundle = advisor.charts.radar(advisor.rank(tiny))._repr_mimebundle_()
    assert bundle["application/vnd.plotly.v1+json"]["data"]


def test_sliders_radar_bars_and_verdict_follow_one_another_without_the_page(tiny):
    decision = advisor.Decision(tiny)
    sliders, radar = with_groups_open(advisor.sliders(decision)), advisor.radar(decision)
    bars, verdict = advisor.bars(decision), advisor.verdict(decision)
    pieces = (sliders, radar, bars, verdict)
    assert all(isinstance(piece, w.Widget) for piece in pieces)
    charts = [plot for piece in (radar, bars) for plot in walk(piece) if isinstance(plot, PlotView)]
    (radar_plot, bars_plot), before = charts, [plot.figure for plot in charts]
    said = texts(verdict)
    by_class(sliders, "weight-load").value = 100
    assert decision.weights == {"load": 100}
    assert bars_plot.figure != before[1]
    assert texts(verdict) != said
    decision.excluded = ("bee",)
    assert radar_plot.figure != before[0]
    decision.choices = advisor.Choices()
    assert by_class(sliders, "weight-load").value == 50
    assert [plot.figure for plot in charts] == before


def test_the_page_and_the_pieces_share_a_decision(tiny):
    decision = advisor.Decision(tiny)
    shown = advisor.dashboard(decision), advisor.sliders(decision)
    page, sliders = map(with_groups_open, shown)
    by_class(sliders, "weight-load").value = 80
    assert by_class(page, "weight-load").value == 80
    assert page.decision is decision
