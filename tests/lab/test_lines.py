"""The counted facts are what counting gives today."""

import pytest

from advisor.lab.manifest import APPS
from advisor.lab.sizes import lines

COUNTED = {
    "composability": lambda framework: lines.count(APPS / framework / "service.py"),
    "time_to_crud": lines.crud,
}


@pytest.mark.parametrize("criterion", sorted(COUNTED))
@pytest.mark.parametrize(
    "framework", ["django", "flask", "fastapi", "django-ninja", "litestar", "starlette"]
)
def test_lines_in_the_data_are_the_lines_of_the_apps(shipped, framework, criterion):
    counted = COUNTED[criterion](framework)
    assert counted == shipped.performances[framework, criterion].performance


def test_django_with_drf_is_the_product_of_django(shipped):
    same = (
        shipped.performances[a, "time_to_crud"].performance
        for a in ("django", "djangorestframework")
    )
    assert len(set(same)) == 1


def test_every_counted_service_is_the_one_that_ships(shipped):
    counted = {
        alternative.id: shipped.performances[alternative.id, "composability"].performance
        for alternative in (*shipped.alternatives, *shipped.others)
    }
    assert counted == {name: lines.count(APPS / name / "service.py") for name in counted}


def test_only_what_somebody_wrote_is_counted(tmp_path):
    (tmp_path / "app.py").write_text(
        '"""Docstring."""\n\nimport os  # why\n\n# comment\n\n'
        'def f():\n    """Doc."""\n    return """two\n lines"""\n'
    )
    (tmp_path / "page.html").write_text("<p>\n\n{# comment #}\n</p>\n")
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_initial.py").write_text("x = 1\n")
    assert lines.count(tmp_path / "app.py") == 4
    assert lines.count(tmp_path) == 6
