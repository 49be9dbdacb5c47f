"""Orders, which anybody may place; and views that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
import msgspec
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response, WebSocket
from inventory.codec import answer, gives, sent, takes
from inventory.db import SessionDep
from sqlmodel import col, select

from .models import Line, Order
from .structs import Customer, LineIn, OrderIn, OrderOut, Orders

NEWEST = 20


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as app.state.client:
        yield


router = APIRouter(lifespan=lifespan)


def existing_order(order_id: int, session: SessionDep) -> Order:
    order = session.get(Order, order_id)
    if order is None:
        raise HTTPException(404, "No such order")
    return order


ExistingOrder = Annotated[Order, Depends(existing_order)]


def fill(order: Order, data: OrderIn, session: SessionDep) -> Order:
    columns = msgspec.structs.asdict(data)
    customer, lines = columns.pop("customer"), columns.pop("lines")
    order.sqlmodel_update(columns)
    order.customer_name, order.customer_email = customer.name, customer.email
    order.lines = [Line(**msgspec.structs.asdict(line)) for line in lines]
    session.add(order)
    session.commit()
    session.refresh(order)
    return order


def shown(order: Order) -> OrderOut:
    return OrderOut(
        id=order.id,
        number=order.number,
        currency=order.currency,
        gift=order.gift,
        placed=order.placed,
        discount=order.discount,
        note=order.note,
        customer=Customer(order.customer_name, order.customer_email),
        lines=[msgspec.convert(line, LineIn, from_attributes=True) for line in order.lines],
    )


@router.get("/api/orders", responses=gives(Orders))
def list_orders(session: SessionDep) -> Response:
    newest = select(Order).order_by(col(Order.id).desc()).limit(NEWEST)
    return answer(Orders([shown(order) for order in session.exec(newest)]))


@router.post(
    "/api/orders",
    status_code=201,
    openapi_extra=takes(OrderIn),
    responses=gives(OrderOut, 201),
)
def create_order(session: SessionDep, data: Annotated[OrderIn, sent(OrderIn)]) -> Response:
    return answer(shown(fill(Order(), data, session)), 201)


@router.get("/api/orders/{order_id}", responses=gives(OrderOut))
def read_order(order: ExistingOrder) -> Response:
    return answer(shown(order))


@router.put("/api/orders/{order_id}", openapi_extra=takes(OrderIn), responses=gives(OrderOut))
def update_order(
    order: ExistingOrder, session: SessionDep, data: Annotated[OrderIn, sent(OrderIn)]
) -> Response:
    return answer(shown(fill(order, data, session)))


@router.get("/hello")
async def hello() -> dict[str, str]:
    return {"message": "hello"}


@router.get("/upstream")
async def upstream(ms: int, request: Request) -> Any:
    client: httpx.AsyncClient = request.app.state.client
    return (await client.get(f"{os.environ['UPSTREAM_URL']}/slow", params={"ms": ms})).json()


@router.get("/work")
def work() -> dict[str, str]:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return {"message": "worked"}


@router.websocket("/echo")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)
