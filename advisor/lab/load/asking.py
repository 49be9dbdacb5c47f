"""What to ask a server for a set-up of the plan, checked once before it is asked often."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from advisor.lab.load.drive import PATIENCE_SECONDS, Request
from advisor.lab.plan import WORKLOADS, SetUp

# A page of the list, however long the server has been running.
LISTED = 20


def request_for(setup: SetUp, url: str) -> Request:
    """The request of a set-up, with what its answers must hold.

    Where the plan leaves open what is answered, the first answer says it.

    Raises
    ------
    OSError
        If the server refuses or is silent.
    ValueError
        If the answer is not what the plan expects, or no JSON object.
    """
    workload, path = setup.workload, setup.path
    if "{id}" in path:
        path = path.replace("{id}", str(_create(url)["id"]))
    if workload.id == "list":
        for _ in range(LISTED):
            _create(url)
    request = Request(
        url + path, workload.method, workload.body, workload.status, workload.expected
    )
    first = _ask(request)
    if not workload.expected.items() <= first.items():
        raise ValueError(f"{path} answered {first!r}, which lacks {workload.expected!r}")
    if workload.expected:
        return request
    return Request(request.url, request.method, request.body, request.status, first)


def _create(url: str) -> dict[str, Any]:
    create = WORKLOADS["create"]
    return _ask(Request(url + create.path, create.method, create.body, create.status))


def _ask(request: Request) -> dict[str, Any]:
    body = None if request.body is None else json.dumps(request.body).encode()
    asked = urllib.request.Request(request.url, body, method=request.method)
    if body:
        asked.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
        found = json.load(answer)
        if answer.status != request.status:
            raise ValueError(f"{request.url} answered {answer.status}, not {request.status}")
    if not isinstance(found, dict):
        raise ValueError(f"{request.url} answered {found!r}, which is not a JSON object")
    return found
