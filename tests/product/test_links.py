"""The links to Binder: one address, one tag, and a README that agrees with both."""

import importlib.util
import re
import shutil
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("links", ROOT / ".ci" / "links.py")
links = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(links)


def test_the_readme_has_the_links_of_the_known_address():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert links.BLOCK.search(readme)[0] == links.block(*links.project(ROOT))


def test_links_open_notebooks_of_the_tag_and_the_address_stands_in_one_place(tmp_path):
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("first/name", "owner/na-me.x"):
        links.write(tmp_path, name)
    known = tomllib.loads((tmp_path / "pyproject.toml").read_text("utf-8"))["project"]
    assert known["urls"] == {"Repository": "https://github.com/owner/na-me.x"}
    readme = (tmp_path / "README.md").read_text("utf-8")
    found = [urlsplit(link) for link in re.findall(r"\((https://mybinder.org/v2/[^)]+)\)", readme)]
    assert {link.path for link in found} == {f"/v2/gh/owner/na-me.x/v{known['version']}"}
    opened = [parse_qs(link.query)["urlpath"][0] for link in found]
    assert len(opened) == len(links.PAGES)
    for path in opened:
        assert (ROOT / re.sub(r"^(voila/render|lab/tree)/", "", path)).is_file()
    assert "first/name" not in readme


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("owner/name", "owner/name"),
        ("git@github.com:owner/name.git", "owner/name"),
        ("https://github.com/owner/name/", "owner/name"),
        ("/srv/git/project", None),
        ("", None),
    ],
)
def test_a_repository_is_known_by_its_address_on_github(address, name):
    assert links.on_github(address) == name
