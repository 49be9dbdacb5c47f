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
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Line, Order, OrderIn, OrderPublic, Orders

NEWEST = 20


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as app.state.client:
        yield


async def existing_order(db_session: AsyncSession, order_id: int) -> Order:
    order = await db_session.get(Order, order_id)
    if order is None:
        raise NotFoundException("No such order")
    return order


async def save(order: Order, data: OrderIn, session: AsyncSession) -> OrderPublic:
    for name, value in data.model_dump(exclude={"customer", "lines"}).items():
        setattr(order, name, value)
    order.customer_name, order.customer_email = data.customer.name, data.customer.email
    order.lines = [Line(**line.model_dump()) for line in data.lines]
    session.add(order)
    await session.flush()
    return OrderPublic.model_validate(order)


class OrderController(Controller):
    path = "/api/orders"
    tags = ("orders",)

    @get()
    async def list_orders(self, db_session: AsyncSession) -> Orders:
        newest = select(Order).order_by(Order.id.desc()).limit(NEWEST)
        return Orders(orders=list((await db_session.scalars(newest)).all()))

    @post()
    async def create_order(self, data: OrderIn, db_session: AsyncSession) -> OrderPublic:
        return await save(Order(), data, db_session)

    @get("/{order_id:int}", dependencies={"order": Provide(existing_order)})
    async def read_order(self, order: Order) -> OrderPublic:
        return OrderPublic.model_validate(order)

    @put("/{order_id:int}", dependencies={"order": Provide(existing_order)})
    async def update_order(
        self, data: OrderIn, order: Order, db_session: AsyncSession
    ) -> OrderPublic:
        return await save(order, data, db_session)


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
