"""Orders, which anybody may place; and endpoints that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
from inventory.codec import answer, sent
from inventory.db import engine
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from .models import Line, Order
from .structs import Customer, LineIn, OrderIn, OrderOut

NEWEST = 20


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as app.state.client:
        yield


def public(order: Order) -> OrderOut:
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


def existing(session: Session, order_id: int) -> Order:
    order = session.get(Order, order_id)
    if order is None:
        raise HTTPException(404, "No such order")
    return order


def save(data: OrderIn, order_id: int | None = None) -> OrderOut:
    columns = msgspec.structs.asdict(data)
    customer, lines = columns.pop("customer"), columns.pop("lines")
    with Session(engine) as session:
        order = Order() if order_id is None else existing(session, order_id)
        order.sqlmodel_update(columns)
        order.customer_name, order.customer_email = customer.name, customer.email
        order.lines = [Line(**msgspec.structs.asdict(line)) for line in lines]
        session.add(order)
        session.commit()
        return public(order)


def list_orders(request: Request) -> Response:
    newest = select(Order).order_by(col(Order.id).desc()).limit(NEWEST)
    with Session(engine) as session:
        return answer({"orders": [public(order) for order in session.exec(newest)]})


async def create_order(request: Request) -> Response:
    data = await sent(OrderIn, request)
    return answer(await run_in_threadpool(save, data), 201)


def read_order(request: Request) -> Response:
    with Session(engine) as session:
        return answer(public(existing(session, request.path_params["order_id"])))


async def update_order(request: Request) -> Response:
    data = await sent(OrderIn, request)
    return answer(await run_in_threadpool(save, data, request.path_params["order_id"]))


async def hello(request: Request) -> Response:
    return answer({"message": "hello"})


async def upstream(request: Request) -> Response:
    client: httpx.AsyncClient = request.app.state.client
    slow = f"{os.environ['UPSTREAM_URL']}/slow"
    found = await client.get(slow, params={"ms": int(request.query_params["ms"])})
    return answer(found.json())


def work(request: Request) -> Response:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return answer({"message": "worked"})


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


routes = [
    Route("/api/orders", list_orders),
    Route("/api/orders", create_order, methods=["POST"]),
    Route("/api/orders/{order_id:int}", read_order),
    Route("/api/orders/{order_id:int}", update_order, methods=["PUT"]),
    Route("/hello", hello),
    Route("/upstream", upstream),
    Route("/work", work),
    WebSocketRoute("/echo", echo),
]
