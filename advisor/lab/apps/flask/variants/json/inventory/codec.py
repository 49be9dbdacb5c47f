"""JSON by msgspec: Flask's provider, and structs that name every fault."""

from typing import Any, TypeVar

import msgspec
from flask import request
from flask.json.provider import JSONProvider

Kind = TypeVar("Kind", bound=msgspec.Struct)


class MsgspecProvider(JSONProvider):
    def dumps(self, obj: Any, **_: Any) -> str:
        return msgspec.json.encode(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        try:
            return msgspec.json.decode(s)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from None  # Flask answers it with 400


class FaultyBodyError(Exception):
    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults


def sent(kind: type[Kind]) -> Kind:
    """Make a struct of the body, or name every fault; msgspec by itself stops at the first."""
    data, faults = request.get_json(), {}
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
        raise FaultyBodyError({"body": str(error)}) from None
