"""“Bring a spreadsheet” on the page: what was understood, its questions, and the new decision."""

import io
import zipfile

import ipywidgets as w
import pytest
from playwright.sync_api import Browser, expect

import advisor
from advisor.page.dashboard import Dashboard
from advisor.page.sidebar.spreadsheet import Spreadsheet, zipped
from advisor.page.widgets.download import Download
from advisor.problem.folder import check
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk
from tests.page.test_save import upload
from tests.problem.test_matrix import FOLDER, read


@pytest.fixture
def page(tiny) -> Dashboard:
    found = Dashboard(Decision(tiny))
    open_fold(found)
    return found


def open_fold(page: Dashboard) -> None:
    buttons = (widget for widget in walk(page) if isinstance(widget, w.ToggleButton))
    next(one for one in buttons if one.description == "Bring a spreadsheet").value = True


def bring(page: Dashboard, name: str) -> None:
    upload(page, name, (FOLDER / name).read_bytes())


def test_a_spreadsheet_shows_what_was_understood_before_anything_opens(page, tiny):
    bring(page, "supplier.csv")
    said = texts(page)
    assert "What was understood of supplier.csv" in said
    assert "usual for “price”" in said
    assert "The order differs from your “Score”." in said
    assert page.decision.problem is tiny


def test_the_new_decision_opens_in_the_place_of_the_old_one(page):
    bring(page, "caterer.csv")
    old = page.address
    by_class(page, "advisor-bring").click()
    assert page.decision.problem.title == "Caterer"
    assert "Old Mill" in texts(page)
    assert "Bee" not in texts(page)
    assert "This decision comes from caterer.csv. No link holds it" in texts(page)
    assert not page.address.kept
    assert old.comm is None  # closed, so that it writes no address any more
    page.decision.set_weight("taste", 100)
    page.tabs.selected = "evidence"
    assert "Not stated: 9 sources, 9 days" in texts(page)
    assert "Caterer" in repr(page)
    assert "Old Mill" in page._repr_mimebundle_()["text/plain"]


def test_must_haves_of_a_spreadsheet_apply_at_once(page):
    bring(page, "site.csv")
    by_class(page, "advisor-bring").click()
    said = texts(page)
    assert "Tell us about your project" not in said
    (excluded,) = page.decision.ranking.excluded
    assert excluded.reason == "Fire safety: no instead of yes"
    assert "Station Yard" in said


def test_one_spreadsheet_after_the_other(page):
    bring(page, "caterer.csv")
    by_class(page, "advisor-bring").click()
    open_fold(page)
    assert "What was understood of caterer.csv" in texts(page)  # its folder can still be saved
    bring(page, "bike.csv")
    by_class(page, "advisor-bring").click()
    assert page.decision.problem.title == "Bike"


def test_a_question_that_needs_an_answer_comes_first(page):
    bring(page, "camera.csv")
    assert not [x for x in walk(page) if "advisor-bring" in x._dom_classes]
    by_class(page, "advisor-doubt").value = "."
    by_class(page, "advisor-bring").click()
    assert page.decision.problem.performances["one", "price"].performance == 1200


def test_a_direction_that_was_guessed_is_asked_and_one_that_is_wrong_is_reversed(page):
    bring(page, "phone.csv")
    assert by_class(page, "advisor-doubt").label == "Is a higher or a lower Update promise better?"
    by_class(page, "advisor-doubt").value = ""  # a click on the proposal
    assert not [x for x in walk(page) if "advisor-doubt" in x._dom_classes]
    menu = next(x for x in walk(page) if getattr(x, "description", "") == "Wrong way?")
    menu.value = "Camera"
    by_class(page, "advisor-reverse").click()
    by_class(page, "advisor-bring").click()
    assert page.decision.problem.criterion("camera").direction == "lower"


def test_the_folder_is_saved_as_an_archive_that_check_accepts(page, monkeypatch, tmp_path):
    sent = []
    monkeypatch.setattr(Download, "send", lambda _self, content, buffers: sent.append(buffers[0]))
    bring(page, "job.csv")
    by_class(page, "advisor-zip").click()
    zipfile.ZipFile(io.BytesIO(sent[0])).extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert check(folder) == []
    assert f"advisor serve --data {folder.name}" in texts(page)
    assert advisor.load(folder).title == "Job offers - rated from 1 to 10"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"%PDF", "is not a spreadsheet that can be read"),
        ("a.csv", b"", "has no filled cells"),
        ("<b>.csv", b"x", "&lt;b&gt;.csv"),
    ],
)
def test_a_file_that_is_no_matrix_changes_nothing(page, tiny, name, content, said):
    upload(page, name, content)
    assert said in texts(page)
    assert "Nothing changed." in texts(page)
    assert page.decision.problem is tiny


def test_texts_of_a_spreadsheet_are_escaped(page):
    content = b"Criterion,<script>x</script>,B\n<img src=x>,1,2\n"
    upload(page, "x.csv", content)
    assert "<script>" not in texts(page)
    assert "<img" not in texts(page)


def test_the_widget_stands_alone():
    assert isinstance(Spreadsheet(lambda _problem, _notice: None), w.VBox)
    assert zipped(read("bike.csv"), "bike")[:2] == b"PK"


@pytest.mark.browser
def test_a_visitor_brings_a_spreadsheet_and_reloads_to_return(dashboard_url, browser: Browser):
    page = browser.new_page()
    page.goto(f"{dashboard_url}?v=2&w=startup.80")
    page.get_by_role("button", name="Bring a spreadsheet").click(timeout=60_000)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose a spreadsheet").click()
    chosen.value.set_files(FOLDER / "caterer.csv")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a folder (ZIP)").click()
    with zipfile.ZipFile(saved.value.path()) as archive:
        assert "caterer/problem.toml" in archive.namelist()
    page.get_by_role("button", name="Open it on this page").click()
    expect(page.get_by_role("heading", name="Caterer")).to_be_visible()
    expect(page.locator(".advisor-banner")).to_contain_text("Old Mill")
    expect(page.locator(".advisor-why")).to_contain_text("Punctual")
    assert page.url.endswith("?v=2&w=startup.80")  # the address keeps what was there before
    page.reload()
    expect(page.locator(".advisor-banner")).to_contain_text("Django", timeout=60_000)
