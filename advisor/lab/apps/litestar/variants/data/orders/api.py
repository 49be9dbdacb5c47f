"""Orders, which anybody may place; and handlers that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from litestar import Controller, Litestar, get, post, put, websocket_listener
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import NotFoundException

from .models import Order, OrderIn, OrderList, Orders

NEWEST = 20


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as app.state.client:
        yield


def existing_order(orders: Orders, order_id: int) -> Order:
    order = orders.get(order_id)
    if order is None:
        raise NotFoundException("No such order")
    return order


ONE = {"order": Provide(existing_order, sync_to_thread=True)}


class OrderController(Controller):
    path = "/api/orders"
    tags = ("orders",)

    @get(sync_to_thread=True)
    def list_orders(self, orders: Orders) -> OrderList:
        return OrderList(orders=orders.newest(NEWEST))

    @post(sync_to_thread=True)
    def create_order(self, data: OrderIn, orders: Orders) -> Order:
        return orders.save(data)

    @get("/{order_id:int}", dependencies=ONE, sync_to_thread=False)
    def read_order(self, order: Order) -> Order:
        return order

    @put("/{order_id:int}", dependencies=ONE, sync_to_thread=True)
    def update_order(self, data: OrderIn, order: Order, orders: Orders) -> Order:
        return orders.save(data, order.id)


@get("/hello")
async def hello() -> dict[str, str]:
    return {"message": "hello"}


@get("/upstream")
async def upstream(ms: int, state: State) -> Any:
    client: httpx.AsyncClient = state.client
    return (await client.get(f"{os.environ['UPSTREAM_URL']}/slow", params={"ms": ms})).json()


@get("/work", sync_to_thread=True)
def work() -> dict[str, str]:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return {"message": "worked"}


@websocket_listener("/echo")
async def echo(data: str) -> str:
    return data


handlers = [OrderController, hello, upstream, work, echo]
