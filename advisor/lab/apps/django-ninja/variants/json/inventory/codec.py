"""JSON by msgspec: out of the request, through a renderer, and into the OpenAPI document."""

from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja.renderers import BaseRenderer

Kind = TypeVar("Kind", bound=msgspec.Struct)
SCHEMAS: dict[str, Any] = {}


class MsgspecRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return msgspec.json.encode(data)


class FaultyBodyError(Exception):
    def __init__(self, faults: Any) -> None:
        self.faults = faults


def sent(kind: type[Kind], request: HttpRequest) -> Kind:
    """Make a struct of the body, or name every fault; msgspec by itself stops at the first."""
    try:
        data, faults = msgspec.json.decode(request.body), {}
    except msgspec.DecodeError as error:
        raise FaultyBodyError(str(error)) from None
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
        raise FaultyBodyError(str(error)) from None


def created(content: msgspec.Struct) -> HttpResponse:
    body = msgspec.json.encode(content)
    return HttpResponse(body, status=201, content_type="application/json")


def described(gives: Any, takes: Any = None, status: int = 200) -> dict[str, Any]:
    found: dict[str, Any] = {"responses": {status: {"description": "OK", **_content(gives)}}}
    return found if takes is None else {**found, "requestBody": _content(takes)}


def _content(kind: Any) -> dict[str, Any]:
    template = "#/components/schemas/{name}"
    (schema,), components = msgspec.json.schema_components([kind], ref_template=template)
    SCHEMAS.update(components)
    return {"content": {"application/json": {"schema": schema}}}
