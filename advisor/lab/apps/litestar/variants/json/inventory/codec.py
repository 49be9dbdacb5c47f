"""Names every fault of a body; msgspec by itself stops at the first."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Request, Response

Asked = Request[Any, Any, Any]


def faults_of(kind: type[msgspec.Struct], data: Any) -> dict[str, str]:
    faults = {}
    for field in msgspec.structs.fields(kind):
        if isinstance(data, dict) and field.name in data:
            try:
                msgspec.convert(data[field.name], field.type, strict=False)
            except msgspec.ValidationError as error:
                faults[field.name] = str(error)
        elif field.required:
            faults[field.name] = "required"
    return faults


def checks(kind: type[msgspec.Struct]) -> Callable[[Asked], Awaitable[Response[Any] | None]]:
    async def check(request: Asked) -> Response[Any] | None:
        try:
            faults = faults_of(kind, msgspec.json.decode(await request.body()))
        except msgspec.DecodeError:
            return None  # Litestar answers it
        return Response({"detail": faults}, status_code=400) if faults else None

    return check
