"""The smallest Bottle app: one JSON answer, and one that waits on an upstream."""

import time

from bottle import Bottle

app = Bottle()


@app.get("/hello")
def hello() -> dict[str, str]:
    return {"message": "hello"}


@app.get("/wait")
@app.get("/wait-sync")
def wait() -> dict[str, str]:
    time.sleep(0.05)
    return {"message": "waited"}
