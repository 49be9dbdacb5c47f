"""The smallest Tornado app: one JSON answer, and one that waits on an upstream.

It brings its own server: ``python hello.py 8000`` (the port is the only argument).
"""

import asyncio
import sys

from tornado.web import Application, RequestHandler


class Hello(RequestHandler):
    def get(self) -> None:
        self.write({"message": "hello"})


class Wait(RequestHandler):
    async def get(self) -> None:
        await asyncio.sleep(0.05)
        self.write({"message": "waited"})


app = Application([("/hello", Hello), ("/wait", Wait), ("/wait-async", Wait)])


async def main(port: int) -> None:
    app.listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
