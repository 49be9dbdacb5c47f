"""Concepts, interfaces and frames are counted right where they are known."""

import sys
from pathlib import Path

import pytest

from advisor.lab.manifest import APPS, manifests
from advisor.lab.servers.launch import Environment
from advisor.lab.sizes.simplicity.concepts import concepts
from advisor.lab.sizes.simplicity.frames import frames, of_framework
from advisor.lab.sizes.simplicity.handler import begin_with
from advisor.lab.sizes.simplicity.interface import interface, with_dependencies
from advisor.problem.problem import InputError


def counted(tmp_path, source: str) -> set[str]:
    path = tmp_path / "service.py"
    path.write_text(source)
    return set(concepts(path))


def test_names_attributes_and_keywords_count_once_each(tmp_path):
    found = counted(
        tmp_path,
        "import json\nfrom frame import App, Request\n"
        "app = App(debug=False)\n"
        "@app.get('/a', status=200)\ndef a(request: Request): return json.dumps(request.body)\n"
        "@app.get('/b', status=201)\ndef b(request: Request): return request.body\n",
    )
    assert found == {"App", "Request", ".get", ".body", "debug=", "status="}


def test_the_standard_library_builtins_and_the_apps_own_names_do_not_count(tmp_path):
    found = counted(
        tmp_path,
        "import asyncio\nfrom pathlib import Path\n"
        "class Store:\n    size = 0\n    def add(self, x): self.size += len(x)\n"
        "store = Store()\nstore.add(Path('a').read_text(encoding='utf-8'))\n"
        "asyncio.run(store)\n",
    )
    assert found == set()


def test_a_module_is_a_name_where_it_is_written(tmp_path):
    by_module = counted(tmp_path, "import frame\napp = frame.App()\n")
    by_name = counted(tmp_path, "from frame.deep import App\napp = App()\n")
    assert (by_module, by_name) == ({"frame", ".App"}, {"App"})


def test_methods_that_only_the_framework_calls_count_and_others_do_not(tmp_path):
    found = counted(
        tmp_path,
        "import frame\n"
        "class Item(frame.View):\n"
        "    def get(self): return self.text(self.args)\n"
        "    def text(self, x): return x\n"
        "class Plain:\n    def on_get(self): ...\n    def _private(self): ...\n"
        "    @frame.view(method='PUT')\n    def write(self): ...\n",
    )
    assert found == {"frame", ".View", ".get", ".args", ".on_get", ".view", "method="}


def test_what_a_class_keeps_of_the_framework_stays_followed(tmp_path):
    found = counted(
        tmp_path,
        "from frame import Request, view\n"
        "class Item:\n    def __init__(self, request: Request): self.request = request\n"
        "    @view\n    def read(self): return self.request.matched['id'].lower()\n",
    )
    assert found == {"Request", "view", ".matched"}


def test_a_container_is_not_what_is_put_into_it(tmp_path):
    found = counted(
        tmp_path,
        "from frame import request\n"
        "def f(items, key):\n    items[key] = request.json()\n    items.own(key.strip())\n"
        "    first, second = request.pair()\n    return first.name\n",
    )
    assert found == {"request", ".json", ".pair", ".name"}


def test_settings_and_names_that_are_looked_for_count(tmp_path):
    found = counted(
        tmp_path,
        "from frame import path\n"
        "MIDDLEWARE = ['frame.security.Guard', 'own.Thing']\nPAGE = 3\n"
        "REST = {'RENDERERS': [PAGE], 'plain': 1}\n"
        "urlpatterns = [path('')]\napplication = 1\n_private = 2\n",
    )
    assert found == {"path", "MIDDLEWARE", "Guard", "REST", "RENDERERS", "urlpatterns"}


def test_fields_are_the_apps_and_options_the_frameworks(tmp_path):
    found = counted(
        tmp_path,
        "from frame import Model, Text, select\n"
        "class Book(Model, table=True):\n    title = Text(length=9)\n    price: int\n"
        "    class Meta:\n        ordering = ['title']\n"
        "def books(): return [b.title for b in select(Book).all()] + [Book(price=1).saved]\n",
    )
    expected = {"Model", "Text", "select", "table=", "length=", "Meta", "ordering", ".all"}
    assert found == {*expected, ".saved"}


def test_a_field_is_no_keyword_of_its_class_but_may_be_one_of_another(tmp_path):
    (tmp_path / "a.py").write_text(
        "from frame import App\nfrom b import Book\n"
        "app = App(title='x')\nBook(title='y', price=1, force=True)\n"
    )
    (tmp_path / "b.py").write_text(
        "from frame import Model\nclass Book(Model):\n    title: str\n    price: int\n"
    )
    assert concepts(tmp_path) == {"App", "Model", "title=", "force="}


def test_modules_of_one_app_know_each_other(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("from .db import db\ndb.start()\n")
    (tmp_path / "shop" / "db.py").write_text("from frame import Database\ndb = Database()\n")
    (tmp_path / "shop" / "use.py").write_text("from shop.db import db as store\nstore.stop()\n")
    assert concepts(tmp_path) == {"Database", ".start", ".stop"}


def test_a_parameter_hides_the_modules_name(tmp_path):
    found = counted(
        tmp_path, "from frame import get\ndef f(get: str): return get.lower()\nf(get.x)\n"
    )
    assert found == {"get", ".x"}


def test_what_is_no_python_is_named(tmp_path):
    with pytest.raises(InputError, match=r"service\.py is not valid Python"):
        counted(tmp_path, "def (:\n")


@pytest.mark.parametrize("framework", sorted(manifests()))
def test_every_service_names_its_framework(framework):
    assert len(concepts(APPS / framework / "service.py")) > 5


@pytest.fixture
def site(tmp_path):
    """An installed package ``frame`` that requires ``base``, and an extra."""

    def install(name: str, metadata: str, files: dict[str, str]) -> None:
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n{metadata}")
        for file, text in files.items():
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(text)
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))

    install(
        "Frame_Work",
        "Requires-Dist: base (>=1)\nRequires-Dist: more; extra == 'all'\n",
        {
            "frame/__init__.py": "from base import thing\nVERSION = 1\ndef run(): ...\n",
            "frame/app.py": (
                "class App:\n    def __init__(self): ...\n    def go(self): ...\n"
                "    def _hidden(self): ...\n"
                "    @property\n    def size(self): ...\n"
                "    @size.setter\n    def size(self, n): ...\n"
                "class _Private:\n    def seen(self): ...\n"
                "if True:\n    async def a(): ...\nelse:\n    async def a(): ...\n"
                "try:\n    def b(): ...\nexcept ImportError:\n    def c(): ...\n"
                "def outer():\n    def inner(): ...\n"
            ),
            "frame/_private.py": "def no(): ...\n",
            "frame/tests/test_app.py": "def no(): ...\n",
            "frame/test/app_test.py": "def no(): ...\n",
            "frame/test/util.py": "def no(): ...\n",
            "frame/migrations/0001_initial.py": "class Migration: ...\n",
            "frame/fast.pyi": "def quick() -> None: ...\n",
            "frame/app.pyi": "def no() -> None: ...\n",
        },
    )
    install("base", "", {"base.py": "def thing(): ...\n"})
    install("more", "", {"more.py": "def no(): ...\n"})
    return tmp_path


def test_the_interface_is_what_the_own_files_define_in_public(site):
    assert interface(site, "frame-work") == {
        "frame:run", "frame.app:App", "frame.app:App.go", "frame.app:App.size",
        "frame.app:a", "frame.app:b", "frame.app:c", "frame.app:outer", "frame.fast:quick",
    }  # fmt: skip


def test_dependencies_are_added_and_extras_are_not(site):
    found = with_dependencies(site, "frame-work")
    assert found - interface(site, "frame-work") == {"base:thing"}


def test_a_statement_is_put_at_the_head_of_the_handler(tmp_path):
    path = tmp_path / "hello.py"
    path.write_text(
        "app = 1\n\n\nclass Hello:\n    @deco\n    async def get(self):\n"
        "        return 'hello'\n\n\ndef later():\n    return 'hello'\n"
    )
    begin_with("raise ValueError", path)
    assert "self):\n        raise ValueError\n        return 'hello'" in path.read_text()
    assert path.read_text().count("raise ValueError") == 1


def test_an_app_without_a_handler_is_refused(tmp_path):
    (tmp_path / "hello.py").write_text("def other(): ...\n")
    with pytest.raises(InputError, match=r"no function in hello\.py contains the text 'hello'"):
        begin_with("pass", tmp_path / "hello.py")


@pytest.mark.parametrize("framework", sorted(manifests()))
def test_every_smallest_app_has_a_handler(framework, tmp_path):
    path = tmp_path / "hello.py"
    path.write_text((APPS / framework / "hello.py").read_text("utf-8"))
    begin_with("marked()", path)
    after = path.read_text().partition("marked()\n")[2]
    assert '"hello"' in after.splitlines()[0]


def test_frames_of_the_server_the_app_and_the_standard_library_are_left_out():
    stack = [
        ("hello", "hello"),
        ("frame.views", "View.run"),
        ("contextlib", "inner"),
        ("base", "call"),
        ("frame", "App.__call__"),
        ("uvicorn.middleware", "Proxy.__call__"),
        ("asyncio.runners", "run"),
        ("click.core", "main"),
        ("__main__", "<module>"),
    ]
    assert of_framework(stack) == ("frame.views:View.run", "base:call", "frame:App.__call__")


def test_the_serving_part_of_a_framework_is_a_server_and_its_namesake_is_not():
    stack = [("sanic.httpx", "a"), ("sanic.app", "b"), ("sanic.http.http1", "c"), ("sanic", "d")]
    assert of_framework(stack) == ("sanic.httpx:a", "sanic.app:b")


def test_the_stack_of_a_handler_that_runs_is_recorded():
    here = Environment(Path(sys.executable), "3.test", {})
    assert frames("tornado", here) == ("tornado.web:RequestHandler._execute",)
