"""JSON by msgspec: in through a parser, out through a renderer."""

from typing import Any, TypeVar

import msgspec
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

Kind = TypeVar("Kind", bound=msgspec.Struct)


class MsgspecParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return msgspec.json.decode(stream.read())
        except msgspec.DecodeError as error:
            raise ParseError(str(error)) from None


class MsgspecRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"

    def render(self, data: Any, media_type: Any = None, renderer_context: Any = None) -> bytes:
        # The texts of DRF's errors are a subclass of str, which msgspec asks about.
        return b"" if data is None else msgspec.json.encode(data, enc_hook=str)


def checked(kind: type[Kind], data: Any) -> Kind:
    """Make a struct, or name every fault; msgspec by itself stops at the first."""
    faults = {}
    for field in msgspec.structs.fields(kind):
        if isinstance(data, dict) and field.name in data:
            try:
                msgspec.convert(data[field.name], field.type)
            except msgspec.ValidationError as error:
                faults[field.name] = str(error)
        elif field.required:
            faults[field.name] = "required"
    if faults:
        raise ValidationError(faults)
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise ValidationError({"detail": str(error)}) from None
