"""What a notebook shows where no kernel runs: saved, exported, on a code host."""

import base64
import re
from dataclasses import replace
from html import unescape

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, MarkdownExporter

import advisor
from advisor.page.life.saved import AGAIN, METADATA
from advisor.session.decision import Decision

VIEW = "application/vnd.jupyter.widget-view+json"


def picture(html: str) -> str:
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert found is not None
    return base64.b64decode(found[1]).decode()


def test_the_page_leaves_question_verdict_and_ranking_behind(shipped):
    page = advisor.dashboard(shipped)
    bundle = page._repr_mimebundle_()
    assert bundle[VIEW]["model_id"] == page.model_id
    for form in ("text/plain", "text/html"):
        assert shipped.question in unescape(bundle[form])
        assert AGAIN in bundle[form]
        for alternative in shipped.alternatives:
            assert alternative.name in bundle[form]
    assert str(page.decision.ranking).splitlines()[0] in bundle["text/plain"]


def test_its_picture_has_a_bar_and_a_score_for_each(tiny):
    bundle = advisor.dashboard(tiny)._repr_mimebundle_()
    drawn = picture(bundle["text/html"])
    assert re.findall(r">([^<>]+)</text>", drawn) == ["Bee", "60", "Ant", "55", "Cow", "55"]
    assert 'alt="Bee 60, Ant 55, Cow 55"' in bundle["text/html"]


def test_it_is_of_the_decision_as_it_is(tiny):
    page = advisor.dashboard(tiny)
    page.decision.set_weight("load", 100)
    assert "Cow is ahead" in page._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize(
    ("piece", "said"),
    [("sliders", "Load"), ("radar", "100"), ("bars", "Bee"), ("verdict", "Bee is ahead")],
)
def test_each_piece_leaves_what_it_shows(tiny, piece, said):
    bundle = getattr(advisor, piece)(Decision(tiny))._repr_mimebundle_()
    assert said in bundle["text/plain"]
    assert said in bundle["text/html"]
    assert tiny.question in bundle["text/plain"]


def test_names_bring_no_markup(tiny):
    evil = '<script>alert("1")</script>'
    hostile = replace(
        tiny,
        question=evil,
        alternatives=tuple(replace(a, name=evil + a.name) for a in tiny.alternatives),
    )
    html = advisor.dashboard(hostile)._repr_mimebundle_()["text/html"]
    assert "<script" not in html + picture(html)


def test_nobody_left_leaves_the_verdict(tiny):
    page = advisor.dashboard(tiny)
    page.decision.excluded = ("ant", "bee", "cow")
    assert "No van is left" in page._repr_mimebundle_()["text/html"]


@pytest.fixture(scope="module")
def notebook():
    """Run once, and saved without the state of its widgets, as JupyterLab does."""
    cell = nbformat.v4.new_code_cell("import advisor\n\nadvisor.dashboard()")
    found = nbformat.v4.new_notebook(cells=[cell])
    try:
        NotebookClient(found, store_widget_state=False).execute()
    except RuntimeError:  # a kernel binds its ports later than they were found to be free
        NotebookClient(found, store_widget_state=False).execute()
    return found


def test_a_saved_notebook_has_the_result_as_an_output_of_its_own(notebook):
    """JupyterLab says “model not found” of the first one and shows the second."""
    first, second = notebook.cells[0].outputs
    assert VIEW in first.data
    assert VIEW not in second.data
    assert second.metadata == METADATA
    assert AGAIN in second.data["text/html"]


@pytest.mark.parametrize("exporter", [MarkdownExporter, HTMLExporter])
def test_an_export_shows_the_ranking_and_no_widget(notebook, exporter):
    text, _ = exporter().from_notebook_node(notebook)
    assert "Dashboard(children" not in text
    assert text.count(AGAIN) == 1
    assert "data:image/svg+xml" in text
    assert "FastAPI" in text
