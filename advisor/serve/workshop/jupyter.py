"""Rooms inside a Jupyter server: participants need no login, but opening a room does."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError, RequestHandler, authenticated

from advisor.problem.problem import InputError
from advisor.serve.doors import allow_many_connections
from advisor.serve.workshop import handlers
from advisor.serve.workshop.rooms import Workshop
from advisor.serve.workshop.start import workshop
from advisor.serve.workshop.store import NoStoreError
from advisor.serve.workshop.votes import decoded

TALK_SECONDS = 1800


class JupyterOpenHandler(APIHandler):
    """Opens a room for a user of the server, with Jupyter's login and protection by cookie."""

    def initialize(self, workshop: Workshop) -> None:
        """Keep the rooms of the server."""
        self.workshop = workshop

    @authenticated  # type: ignore[untyped-decorator]
    async def post(self) -> None:
        """Open a room with the choices that were sent, and hand out its key."""
        try:
            asked = decoded(self.request.body, handlers.Asked)
            found, key = await self.workshop.open(asked.choices, names=asked.names)
        except NoStoreError as error:
            raise HTTPError(503, f"{error}.") from None
        except InputError as error:
            raise HTTPError(400, f"{error}.") from None
        self.set_status(201)
        self.finish({"code": found.room.code, "key": key})


def stay_awake(settings: dict[str, Any], rooms: Workshop) -> None:
    """Tell Jupyter that a room is in use; it sees kernels only and would end the server.

    A room counts as in use for half an hour after somebody last did something in it, because a
    group also talks.
    """
    if time.time() - rooms.active < TALK_SECONDS:
        settings["last_activity_times"]["rooms"] = datetime.now(UTC)


def routes(
    base_url: str, settings: dict[str, Any]
) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Addresses of the rooms in a Jupyter server.

    Parameters
    ----------
    base_url : str
    settings : dict
        Settings of the server's application.
    """
    allow_many_connections()
    rooms = workshop()
    PeriodicCallback(lambda: stay_awake(settings, rooms), 60_000).start()
    ours = {handlers.OpenHandler: JupyterOpenHandler}
    found = handlers.routes(base_url, rooms)
    return [(path, ours.get(handler, handler), known) for path, handler, known in found]
