"""Orders, which anybody may place; and endpoints that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import httpx
from inventory.db import connect
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from .models import Order, OrderIn, Orders

NEWEST = 20


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as app.state.client:
        yield


def public(order: Order) -> dict[str, Any]:
    return order.model_dump(mode="json")


def existing(orders: Orders, order_id: int) -> Order:
    order = orders.get(order_id)
    if order is None:
        raise HTTPException(404, "No such order")
    return order


def save(data: OrderIn, order_id: int | None = None) -> dict[str, Any]:
    with closing(connect()) as db:
        orders = Orders(db)
        known = None if order_id is None else existing(orders, order_id).id
        return public(orders.save(data, known))


def list_orders(request: Request) -> Response:
    with closing(connect()) as db:
        return JSONResponse({"orders": [public(order) for order in Orders(db).newest(NEWEST)]})


async def create_order(request: Request) -> Response:
    data = OrderIn.model_validate(await request.json())
    return JSONResponse(await run_in_threadpool(save, data), 201)


def read_order(request: Request) -> Response:
    with closing(connect()) as db:
        return JSONResponse(public(existing(Orders(db), request.path_params["order_id"])))


async def update_order(request: Request) -> Response:
    data = OrderIn.model_validate(await request.json())
    return JSONResponse(await run_in_threadpool(save, data, request.path_params["order_id"]))


async def hello(request: Request) -> Response:
    return JSONResponse({"message": "hello"})


async def upstream(request: Request) -> Response:
    client: httpx.AsyncClient = request.app.state.client
    slow = f"{os.environ['UPSTREAM_URL']}/slow"
    answer = await client.get(slow, params={"ms": int(request.query_params["ms"])})
    return JSONResponse(answer.json())


def work(request: Request) -> Response:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return JSONResponse({"message": "worked"})


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
