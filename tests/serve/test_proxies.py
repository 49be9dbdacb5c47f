"""Behind nginx: a path of its own, a stripped path, another Host or none, and no upgrade."""

import asyncio
import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.tools.servers import answers, free_port
from tests.tools.servers.visits import Slider, connects, get, running, wait_until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
UPGRADE = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"
HOST = "proxy_set_header Host $http_host;"


@pytest.fixture(autouse=True)
def nginx():
    if NGINX is None:
        missing = "nginx is not installed: sudo apt install nginx-light"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)


@contextmanager
def proxy(folder, server, path, to, *settings, http="1.1"):
    """Address of nginx, which passes ``path`` on to ``to`` of the server."""
    port, folder = free_port(), folder / "nginx"
    folder.mkdir()
    place = server.url.split("/")[2]
    (folder / "nginx.conf").write_text(
        f"""
        daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
        {"user root;" if os.geteuid() == 0 else ""}
        events {{}}
        http {{
            access_log off;
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
            server {{
                listen 127.0.0.1:{port};
                location {path} {{
                    proxy_http_version {http}; proxy_pass http://{place}{to};
                    {" ".join(settings)}
                }}
            }}
        }}
        """
    )
    process = subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE
    )
    url = f"http://127.0.0.1:{port}{path}"
    try:
        end_of_wait = time.monotonic() + 10
        while not answers(url + "health"):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < end_of_wait
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=10)


def cause(url, origin, path, where="voila/advisor/live"):
    """What the server says to a page whose live connection was refused."""
    body = urlencode({"path": path}).encode()
    with urlopen(Request(url + where, data=body, headers={"Origin": origin})) as answer:
        return json.load(answer)["cause"]


def origin_of(url):
    return "/".join(url.split("/")[:3])


def follows(url):
    """Whether a slider of the page at that address moves, as from a browser that is there."""

    async def move():
        html = await asyncio.to_thread(get, url)
        slider = await Slider.open(url, html[2], Origin=origin_of(url))
        await slider.move(7)
        slider.connection.close()

    asyncio.run(move())


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A server without a path of its own, which forgets pages that nobody can use."""
    quick = {"AdvisorKernelManager": {"pageless_timeout": 5, "cull_interval": 1}}
    with running(tmp_path_factory.mktemp("plain"), settings=quick, max_kernels=30) as server:
        yield server


def told(server, sentence):
    """Whether the terminal has this sentence; a cause is told once for all visitors."""
    wait_until(lambda: sentence in server.said())
    return True


def test_a_path_of_its_own_with_host_and_upgrade(server, tmp_path):
    before = server.said()
    with proxy(tmp_path, server, "/some/where/", "", HOST, UPGRADE) as url:
        follows(url)
    assert server.said() == before


def test_without_host_the_page_works(plain, tmp_path):
    none = 'proxy_set_header Host "";'
    with proxy(tmp_path, plain, "/", "", none, http="1.0") as url:
        assert get(url)[0] == 200
        assert cause(url, origin_of(url), "/") == "upgrade"  # which HTTP/1.0 does not have


@pytest.mark.parametrize("host", ["proxy_set_header Host $host;", ""], ids=["no port", "nginx"])
def test_a_changed_host_is_named_and_can_be_allowed(plain, tmp_path, host):
    with proxy(tmp_path, plain, "/", "", host, UPGRADE) as url:
        origin = origin_of(url)
        live = url.replace("http", "ws", 1) + "voila/advisor/live"
        assert connects(live, Origin=origin) == 403
        assert cause(url, origin, "/") == "origin"
        assert told(plain, f"--origin {origin}")


def test_a_stripped_path_is_named(plain, tmp_path):
    with proxy(tmp_path, plain, "/advisor/", "/", HOST, UPGRADE) as url:
        assert get(url)[0] == 200
        assert cause(url, origin_of(url), "/advisor/") == "path"
        assert told(plain, "--base-url '/advisor/'")


def test_a_path_stripped_in_front_of_a_server_that_has_one_is_named(server, tmp_path):
    with proxy(tmp_path, server, "/some/where/", "/", HOST, UPGRADE) as url:
        status, _, html = get(url)
        assert (status, "There is nothing here" in html) == (404, True)
        assert told(server, "the page is served at '/some/where/'")


def test_without_upgrade_the_cause_is_named(plain, tmp_path):
    with proxy(tmp_path, plain, "/", "", HOST) as url:
        live = url.replace("http", "ws", 1) + "voila/advisor/live"
        assert connects(live, Origin=origin_of(url)) == 400
        assert cause(url, origin_of(url), "/") == "upgrade"
        assert told(plain, "let it pass WebSockets")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "to", "settings", "said"),
    [
        ("/", "", ["proxy_set_header Host $host;", UPGRADE], "does not know the address"),
        ("/advisor/", "/", [HOST, UPGRADE], "is not at this address"),
        ("/", "", [HOST], "does not pass WebSockets"),
        ("/", "", [HOST, UPGRADE], ""),
    ],
    ids=["host", "path", "upgrade", "fine"],
)
def test_the_page_says_at_once_what_is_in_the_way(
    browser: Browser, plain, tmp_path, path, to, settings, said
):
    with proxy(tmp_path, plain, path, to, *settings) as url:
        page = browser.new_page()
        page.goto(url, wait_until="commit")
        notice = page.locator("#notice")
        if said:
            expect(notice).to_contain_text(said, timeout=30_000)
            expect(notice).to_be_visible()
            kernel = json.loads(page.locator("#jupyter-config-data").text_content())["kernelId"]
            wait_until(lambda: not plain.lives(kernel))  # nobody can use it
        else:
            expect(page.locator(".widget-slider, .jupyter-widgets").first).to_be_visible(
                timeout=60_000
            )
            expect(notice).to_be_hidden()
