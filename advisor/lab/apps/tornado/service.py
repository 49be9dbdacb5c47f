"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``python service.py``.
"""

import asyncio
import json
import shelve
from typing import Any

from tornado.web import Application, HTTPError, RequestHandler


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


class Item(RequestHandler):
    def write_json(self, value: Any) -> None:
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps(value))

    def get(self, key: str) -> None:
        with store() as items:
            if key not in items:
                raise HTTPError(404)
            self.write_json(items[key])

    def put(self, key: str) -> None:
        try:
            value = json.loads(self.request.body)
        except ValueError:
            raise HTTPError(400, "the body is not JSON") from None
        with store() as items:
            items[key] = value
            self.write_json(items[key])

    def delete(self, key: str) -> None:
        with store() as items:
            if key not in items:
                raise HTTPError(404)
            del items[key]
        self.set_status(204)


app = Application([(r"/items/([^/]+)", Item)])


async def main() -> None:
    app.listen(8000, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
