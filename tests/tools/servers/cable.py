"""A network between browser and server that a test can cut: every byte goes through it."""

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

from tests.tools.servers import free_port

# Closing a socket that lingers for zero seconds resets its connection: nothing more arrives.
AT_ONCE = struct.pack("ii", 1, 0)


class Cable:
    """Passes connections on to a server, until it is cut and again when it is mended.

    Parameters
    ----------
    url : str
        Address of the server; ``self.url`` is that of the cable.
    """

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._to = place.hostname, place.port
        self._port = free_port()
        self.url = url.replace(str(place.port), str(self._port), 1)
        self._open: list[socket.socket] = []
        self.mend()

    def __enter__(self) -> "Cable":
        return self

    def __exit__(
        self, kind: type | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def mend(self) -> None:
        """Let connections through."""
        self._listening = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._accept, args=[self._listening], daemon=True).start()

    def cut(self) -> None:
        """Break all connections, with what is under way, and refuse new ones."""
        with suppress(OSError):  # wakes the thread that accepts
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in self._open:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(self._to)
                self._open += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while found := one.recv(2**16):
                other.sendall(found)
            other.shutdown(socket.SHUT_WR)
