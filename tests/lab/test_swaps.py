"""A variant is put together right, its lines are counted right, and the record holds all of it."""

import ast
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.lab.contract import swaps
from advisor.lab.contract.command import Examined, normal, packages
from advisor.lab.contract.features import FEATURES, Result
from advisor.lab.contract.told import mean_share, share, table, told
from advisor.lab.contract.variants import SWAPS, Variant, read, variants
from advisor.lab.manifest import App, manifests
from advisor.lab.sizes.difference import difference

TRIED = [framework for framework in manifests() if variants(framework)]
ALL = [variant for framework in TRIED for variant in variants(framework).values()]
every_variant = pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
every_framework = pytest.mark.parametrize("framework", TRIED)

# Modules, and names of modules, that no file of a variant may import.
GONE = {
    ("django", "data"): ("django.db", "django.contrib.admin", "django.contrib.auth.models"),
    ("django", "accounts"): ("django.contrib.auth",),
    ("django", "templates"): ("django.template.loader", "django.shortcuts.render"),
    ("django", "json"): ("rest_framework.serializers",),
    ("flask", "data"): ("alembic", "flask_migrate", "flask_sqlalchemy", "sqlalchemy"),
    ("flask", "accounts"): ("flask_login", "werkzeug.security"),
    ("flask", "templates"): ("flask.render_template", "jinja2"),
    ("flask", "json"): ("marshmallow",),
    ("fastapi", "data"): ("alembic", "sqladmin", "sqlalchemy", "sqlmodel"),
    ("fastapi", "accounts"): ("pwdlib",),
    ("fastapi", "templates"): ("fastapi.templating", "jinja2"),
    ("fastapi", "json"): ("pydantic",),
    ("django-ninja", "data"): ("django.db", "django.contrib.admin", "django.contrib.auth.models"),
    ("django-ninja", "accounts"): ("django.contrib.auth",),
    ("django-ninja", "templates"): ("django.template.loader", "django.shortcuts.render"),
    ("django-ninja", "json"): ("ninja.Schema", "pydantic"),
    ("litestar", "data"): ("advanced_alchemy", "alembic", "sqlalchemy"),
    ("litestar", "accounts"): ("litestar.middleware.session", "litestar.security", "pwdlib"),
    ("litestar", "templates"): ("jinja2", "litestar.plugins.jinja"),
    ("litestar", "json"): ("pydantic",),
    ("starlette", "data"): ("alembic", "sqladmin", "sqlalchemy", "sqlmodel"),
    ("starlette", "accounts"): ("pwdlib",),
    ("starlette", "templates"): ("jinja2", "starlette.templating"),
    ("starlette", "json"): ("pydantic", "starlette.responses.JSONResponse"),
}


@pytest.fixture
def variant(tmp_path) -> Variant:
    product, folder = tmp_path / "shop" / "product", tmp_path / "shop" / "variants" / "json"
    for path, text in {
        product / "requirements.txt": "shop\nschemas\n",
        product / "schemas.py": "x = 1\n",
        product / "shop" / "api.py": '"""The API."""\n\nimport schemas\n\nanswer = schemas.x\n',
        product / "shop" / "kept.py": "kept = True\n",
        folder / "requirements.txt": "shop\nmsgspec\n",
        folder
        / "shop"
        / "api.py": '"""The API."""\n\nimport msgspec\n\nanswer = msgspec.x\nmore = 1\n',
        folder / "shop" / "codec.py": "# why\ny = 2\n",
        folder / "variant.toml": (
            'by = "A hook."\npage = "https://example.org/hook"\nremoved = ["schemas.py"]\n'
            'prepare = ["-m shop.migrate"]\n'
            '[lost]\nopenapi = { why = "It is gone.", page = "https://example.org/gone" }\n'
        ),
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read(folder, App(product, {"wsgi": "shop:app"}, ("-m old",), "-m add {name}"))


def test_the_variant_lies_over_the_product(variant, tmp_path):
    app = variant.put_together(tmp_path / "app")
    files = {str(path.relative_to(app.folder)) for path in app.folder.rglob("*") if path.is_file()}
    assert files == {"requirements.txt", "shop/api.py", "shop/codec.py", "shop/kept.py"}
    assert "msgspec" in (app.folder / "shop" / "api.py").read_text()
    assert (app.folder / "requirements.txt").read_text() == "shop\nmsgspec\n"
    assert (variant.product.folder / "schemas.py").exists()


def test_it_is_started_like_the_product_but_for_what_it_says(variant, tmp_path):
    assert (variant.framework, variant.swap, variant.name) == ("shop", "json", "shop-json")
    app = variant.put_together(tmp_path / "app")
    assert app == App(tmp_path / "app", {"wsgi": "shop:app"}, ("-m shop.migrate",), "-m add {name}")


def test_what_is_not_there_cannot_be_left_out(variant, tmp_path):
    (variant.product.folder / "schemas.py").unlink()
    with pytest.raises(ValueError, match=r"removed: the product has no file schemas\.py"):
        variant.put_together(tmp_path / "app")


def test_an_unknown_key_is_named(variant):
    (variant.folder / "variant.toml").write_text('by = ""\npage = ""\nremove = []\n')
    with pytest.raises(ValueError, match="unknown key remove; allowed: by, lost"):
        read(variant.folder, variant.product)


def test_lines_are_counted_file_by_file(variant, tmp_path):
    app = variant.put_together(tmp_path / "app")
    # Added: two changed lines and a new one in api.py, one in codec.py. Removed: the two that
    # changed, and schemas.py.
    assert difference(variant.product.folder, app.folder) == (4, 3)
    assert difference(app.folder, variant.product.folder) == (3, 4)
    assert difference(app.folder, app.folder) == (0, 0)


def test_sql_counts_and_its_comments_do_not(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    (after / "001.sql").write_text("-- why\nCREATE TABLE book (\n    id INTEGER\n);\n\n")
    (after / "notes.txt").write_text("no source\n")
    assert difference(before, after) == (3, 0)


def test_a_feature_is_lost_only_if_the_variant_says_so(variant, monkeypatch, tmp_path):
    seen = {"openapi": Result("absent", "It is gone."), "websocket": Result("absent", "None.")}

    def examine(_name, _app, _made, absent):
        assert absent.keys() >= {"openapi"}
        return Examined("3.test", "gunicorn-sync", {}, seen)

    monkeypatch.setattr(swaps, "examine_app", examine)
    monkeypatch.setattr(swaps.launch, "environment_of", lambda _name, _files: None)
    monkeypatch.setattr(swaps, "manifests", lambda: {"shop": manifests()["flask"]})
    found = swaps.examine_variant(variant)
    assert found["features"]["openapi"]["outcome"] == "lost"
    assert found["features"]["websocket"]["outcome"] == "absent"
    assert (found["added"], found["removed"]) == (4, 3)


def row(**lost: str) -> dict:
    """A framework with eight features, of which each swap may cost one."""
    before = {name: {"outcome": "works"} for name in FEATURES} | {"openapi": {"outcome": "absent"}}
    tried = {
        swap: {"features": before | ({lost[swap]: {"outcome": "lost"}} if swap in lost else {})}
        for swap in SWAPS
    }
    counts = {"added": 3, "removed": 1}
    return {"before": {"features": before}, "swaps": {s: {**f, **counts} for s, f in tried.items()}}


def test_a_share_is_of_what_worked_before():
    found = row(data="staff_pages")
    assert share(found, "data") == 7 / 8
    assert share(found, "json") == 1
    assert mean_share(found) == (7 / 8 + 3) / 4
    assert "| own data layer (`data`) | 7 of 8, +3 −1 lines |" in table({"shop": found})


def test_there_is_no_mean_until_all_were_tried():
    found = row()
    del found["swaps"]["json"]
    assert mean_share(found) is None
    assert "| mean share | – |\n| together | +9 −3 lines |" in table({"shop": found})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--framework", "bottle"], "no variant of 'bottle'; allowed: django"),
        (["--swap", "colour"], "no swap 'colour'; allowed: data, accounts, templates, json"),
    ],
)
def test_what_is_not_known_is_refused(arguments, said, capsys):
    assert main(["lab", "swaps", *arguments]) == 1
    assert said in capsys.readouterr().err


# What ships


@pytest.fixture(scope="module")
def record() -> dict:
    return swaps.read(swaps.RECORD)


@every_framework
def test_the_record_is_complete(record, framework):
    assert list(record) == TRIED
    found = record[framework]
    assert found["before"]["features"].keys() == FEATURES.keys()
    assert list(found["swaps"]) == list(SWAPS)
    for tried in found["swaps"].values():
        assert tried["features"].keys() == FEATURES.keys()
        assert tried["python"]
        assert tried["date"]
        for name, result in tried["features"].items():
            had = found["before"]["features"][name]["outcome"] == "works"
            assert result["outcome"] in ({"works", "lost"} if had else {"absent"}), name
            if result["outcome"] == "lost":
                assert result["seen"]
                assert result["page"].startswith("https://")


@every_variant
def test_the_recorded_lines_are_those_of_today(record, variant, tmp_path):
    tried = record[variant.framework]["swaps"][variant.swap]
    app = variant.put_together(tmp_path / "app")
    counted = difference(variant.product.folder, app.folder)
    assert (tried["added"], tried["removed"]) == counted


@every_variant
def test_what_is_replaced_is_gone(record, variant, tmp_path):
    app = variant.put_together(tmp_path / "app")
    gone = GONE[variant.framework, variant.swap]
    for path in app.folder.rglob("*.py"):
        found = [name for name in imported(path) for g in gone if f"{name}.".startswith(f"{g}.")]
        assert found == [], path
    installed = set(map(normal, record[variant.framework]["swaps"][variant.swap]["versions"]))
    dropped = (
        set(packages(variant.product.folder / "requirements.txt"))
        - {"pydantic"}
        - set(packages(variant.folder / "requirements.txt"))
    )
    assert installed.isdisjoint(dropped)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@every_variant
def test_a_variant_holds_only_what_differs(variant):
    for path in (path for path in variant.folder.rglob("*") if path.is_file()):
        same = variant.product.folder / path.relative_to(variant.folder)
        if path.name != "requirements.txt" and same.exists():
            assert path.read_bytes() != same.read_bytes(), path


def test_the_text_tells_the_record(record):
    _, _, found = swaps.TEXT.read_text(encoding="utf-8").partition(swaps.FOUND)
    assert found.strip() == told(record).strip()
