"""What the bench is told of each framework."""

import ast

import pytest

import advisor
from advisor.lab.manifest import APPS, manifests, read


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / "rails" / "app.toml"
        path.parent.mkdir()
        path.write_text(text)
        return path

    return write


def test_every_folder_of_apps_has_a_manifest():
    folders = {path.name for path in APPS.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert folders == set(manifests())


def test_every_framework_compared_by_default_can_be_measured():
    assert {a.id for a in advisor.load().alternatives} <= set(manifests())


@pytest.mark.parametrize("framework", manifests())
def test_every_entry_is_there(framework):
    """An entry names a module and a variable of the app's folder."""
    for app in manifests()[framework].apps.values():
        for interface, entry in app.entries.items():
            if interface == "own":
                assert "{port}" in entry
                continue
            module, variable = entry.removesuffix("()").split(":")
            path = app.folder / module.replace(".", "/")
            file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            tree = ast.parse(file.read_text("utf-8"))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            assert variable in names | {n.name for n in tree.body if hasattr(n, "name")}
    assert manifests()[framework].requirements


@pytest.mark.parametrize("framework", manifests())
def test_what_is_absent_is_said_with_a_page(framework):
    for absent in manifests()[framework].absent.values():
        assert absent.why
        assert absent.page.startswith("https://")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"\[hello\] is missing; every framework needs its smallest app"),
        ("[hello]", r"\[hello\] has no interface; needed: wsgi or asgi or own"),
        (
            '[hello]\nwsgj = "a:b"',
            "unknown key hello.wsgj; allowed: folder, prepare, user, database, wsgi",
        ),
        ('[hello]\nwsgi = "a:b"\nfolder = "x"', "hello.folder: there is no folder"),
        ('[hello]\nwsgi = "a:b"\n[products]', "unknown key products; allowed: hello, product"),
        ('[hello]\nwsgi = "a:b"\n[absent]\nx = {wy = ""}', "unknown key absent.x.wy"),
        ('[hello]\nwsgi = "a:b"', "waiting.server is missing; needed: server, says, page"),
        ('[hello]\nwsgi = "a:b"\n[waiting]\nthreads = 2', "unknown key waiting.threads"),
    ],
)
def test_what_the_bench_does_not_know_is_named(written, text, said):
    with pytest.raises(ValueError, match=said):
        read(written(text))
