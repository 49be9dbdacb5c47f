"""The connection of a page to its kernel: what passes, and in which order."""

from __future__ import annotations

import json
import time
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.ioloop import IOLoop

from advisor.problem.tables.printable import printable

# Longer messages bring files, and each of them counts.
LONGEST_MOVE = 20_000
# Seconds that a move waits for the one before.
LONGEST_WORK = 2
# Most tracebacks are shorter; a visitor may have sent more, such as the name of a widget.
LONGEST_PRINTED = 4000


class KernelConnection(ZMQChannelsWebsocketConnection):
    """Connection on which the newest move of a widget wins.

    While the kernel works on a move of a widget, the next ones of the same widget wait, and each
    replaces the one before. The page itself sends one at a time; whatever sends thousands would
    otherwise keep its kernel busy for minutes. What a kernel prints does not pass, because it may
    name files of this computer.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # By widget and properties: the message that the kernel works on, and when it was sent.
        self._working: dict[str, tuple[str, float]] = {}
        self._newest: dict[str, str | bytes] = {}

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass on a message that is one; Jupyter would count to any number at its beginning."""
        if isinstance(incoming_msg, bytes):
            parts = int.from_bytes(incoming_msg[:8], "little")
            if 8 * (parts + 1) > len(incoming_msg):
                return
        try:
            if not self._waits(incoming_msg):
                super().handle_incoming_message(incoming_msg)
        except (LookupError, RecursionError, TypeError, ValueError, AssertionError) as fault:
            self.log.info("Ignoring a message that is none: %r", fault)

    def _waits(self, message: str | bytes) -> bool:
        """Whether the message is a move that waits for the one before."""
        if len(message) > LONGEST_MOVE:
            return False
        if isinstance(message, bytes):
            channel, parts = deserialize_msg_from_ws_v1(message)
            header, content = (json.loads(parts[at]) for at in (0, 3))
        else:
            found = json.loads(message)
            channel, header, content = found["channel"], found["header"], found["content"]
        data = content.get("data") or {}
        if channel != "shell" or header["msg_type"] != "comm_msg" or data.get("method") != "update":
            return False
        if data.get("buffer_paths"):  # a small file, and each of them counts
            return False
        # Moves of one widget that set other properties do not replace each other.
        move = f"{content['comm_id']} {sorted(data['state'])}"
        if move in self._working:
            self._newest[move] = message
            return True
        self._working[move] = sent = header["msg_id"], time.monotonic()
        # While a connection opens, messages and answers may get lost.
        IOLoop.current().call_later(LONGEST_WORK, self._end, move, sent)
        return False

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Pass on a message unless it is printed text, which goes to the operator."""
        _, parts = self.session.feed_identities(outgoing_msg)
        kind = json.loads(bytes(parts[1])).get("msg_type")
        if kind == "stream":
            self.log.error("A kernel printed: %s", _shown(json.loads(bytes(parts[4]))["text"]))
        elif kind != "execute_input":  # the source code of the notebook
            super().handle_outgoing_message(stream, outgoing_msg)
        if kind == "status" and json.loads(bytes(parts[4]))["execution_state"] == "idle":
            self._done(json.loads(bytes(parts[2])).get("msg_id"))

    def _done(self, message_id: str | None) -> None:
        """Send what has waited for the end of this message."""
        for move, sent in list(self._working.items()):
            if sent[0] == message_id:
                self._end(move, sent)

    def _end(self, move: str, sent: tuple[str, float]) -> None:
        if self._working.get(move) == sent:
            del self._working[move]
            if move in self._newest:
                self.handle_incoming_message(self._newest.pop(move))

    def write_stderr(self, error_message: str, parent_header: Any) -> None:
        """Leave a message about Jupyter's settings to the operator."""
        self.log.warning(error_message)


def _shown(text: str) -> str:
    """Printed text for a terminal: a visitor may have sent it, and must not pose as the server."""
    shown = printable(text).rstrip("\n").replace("\n", "\n    ")
    if len(shown) > LONGEST_PRINTED:  # the end of a traceback says what was wrong
        shown = f"{shown[: LONGEST_PRINTED // 4]} … {shown[-3 * LONGEST_PRINTED // 4 :]}"
    return shown
