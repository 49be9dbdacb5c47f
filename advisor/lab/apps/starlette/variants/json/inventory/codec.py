"""JSON by msgspec: out of the request and into the response."""

from typing import Any, TypeVar

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

Kind = TypeVar("Kind", bound=msgspec.Struct)


async def sent(kind: type[Kind], request: Request) -> Kind:
    """Make a struct of the body, or name every fault; msgspec by itself stops at the first."""
    try:
        data, faults = msgspec.json.decode(await request.body()), {}
    except msgspec.DecodeError as error:
        raise HTTPException(422, str(error)) from None
    for field in msgspec.structs.fields(kind):
        if isinstance(data, dict) and field.name in data:
            try:
                msgspec.convert(data[field.name], field.type)
            except msgspec.ValidationError as error:
                faults[field.name] = str(error)
        elif field.required:
            faults[field.name] = "required"
    if faults:
        raise FaultyBodyError(faults)
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise HTTPException(422, str(error)) from None


class FaultyBodyError(Exception):
    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults


def answer(content: Any, status: int = 200, headers: Any = None) -> Response:
    return Response(msgspec.json.encode(content), status, headers, "application/json")
