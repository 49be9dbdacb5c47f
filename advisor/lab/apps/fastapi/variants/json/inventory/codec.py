"""JSON by msgspec: out of the request, into the response, and into the OpenAPI document."""

from typing import Any, TypeVar

import msgspec
from fastapi import Depends, FastAPI, HTTPException, Request, Response

Kind = TypeVar("Kind", bound=msgspec.Struct)


def checked(kind: type[Kind], body: bytes) -> Kind:
    """Make a struct, or name every fault; msgspec by itself stops at the first."""
    try:
        data, faults = msgspec.json.decode(body), {}
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
        raise HTTPException(422, faults)
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise HTTPException(422, str(error)) from None


def sent(kind: type[Kind]) -> Any:
    async def read(request: Request) -> Kind:
        return checked(kind, await request.body())

    return Depends(read)


def answer(content: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")


KINDS: list[Any] = []


def takes(kind: Any) -> dict[str, Any]:
    return {"requestBody": {"content": _content(kind), "required": True}}


def gives(kind: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    return {status: {"content": _content(kind)}}


def _content(kind: Any) -> dict[str, Any]:
    KINDS.append(kind)
    return {"application/json": {"schema": _schemas([kind])[0][0]}}


def _schemas(kinds: list[Any]) -> Any:
    return msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")


def describe(app: FastAPI) -> None:
    """Add the structs to the OpenAPI document, which FastAPI makes on the first request."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        document = generated()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(_schemas(KINDS)[1])
        return document

    app.openapi = openapi  # type: ignore[method-assign]
