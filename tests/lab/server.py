"""A server for tests of the measuring bench: right, wrong or silent by path, in this process."""

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.server.asked += 1
        match self.path.split("?")[0]:
            case "/hello":
                self.answer(200, {"message": "hello"})
            case "/closing":
                self.close_connection = True
                self.answer(200, {"message": "hello"}, {"Connection": "close"})
            case "/counting":
                self.answer(200, {"message": "hello", "asked": self.server.asked})
            case "/sometimes":
                self.answer(500 if self.server.asked % 7 == 0 else 200, {"message": "hello"})
            case "/wait":
                time.sleep(0.05)
                self.answer(200, {"waited": 50})
            case _:
                self.answer(404, {})

    def answer(self, status: int, body: dict, headers: dict | None = None) -> None:
        content = json.dumps(body).encode()
        head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}"]
        head += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.wfile.write("\r\n".join([*head, "", ""]).encode() + content)

    def log_message(self, *_arguments: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
    asked = 0


@dataclass
class Running:
    """What the bench is told of a server."""

    url: str
    python: str = "3.test"
    versions: dict[str, str] = field(default_factory=lambda: {"flask": "9.9"})

    def pids(self) -> tuple[int, ...]:
        return (os.getpid(),)


@contextlib.contextmanager
def running() -> Iterator[Running]:
    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Running(f"http://127.0.0.1:{server.server_address[1]}")
        finally:
            server.shutdown()
            thread.join()
