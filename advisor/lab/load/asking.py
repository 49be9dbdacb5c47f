"""The request of a set-up, which is tested once before the load client repeats it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from advisor.lab.load.drive import PATIENCE_SECONDS, Request
from advisor.lab.plan import WORKLOADS, SetUp

# A page of the list, however long the server has been running.
LISTED = 20


def request_for(setup: SetUp, url: str) -> Request:
    """Request of a set-up, with the content that its answers must have.

    If the plan does not define the content, the first answer does.

    Raises
    ------
    OSError
        If the server refuses the request or does not answer.
    ValueError
        If the answer is not a JSON object, or differs from the plan.
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
