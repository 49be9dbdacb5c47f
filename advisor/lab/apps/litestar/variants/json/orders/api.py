"""Orders, which anybody may place; and handlers that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
from inventory.codec import checks
from litestar import Controller, Litestar, get, post, put, websocket_listener
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Line, Order
from .structs import Customer, LineIn, OrderIn, OrderOut, Orders

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


async def save(order: Order, data: OrderIn, session: AsyncSession) -> OrderOut:
    columns = msgspec.structs.asdict(data)
    customer, lines = columns.pop("customer"), columns.pop("lines")
    for name, value in columns.items():
        setattr(order, name, value)
    order.customer_name, order.customer_email = customer.name, customer.email
    order.lines = [Line(**msgspec.structs.asdict(line)) for line in lines]
    session.add(order)
    await session.flush()
    return shown(order)


class OrderController(Controller):
    path = "/api/orders"
    tags = ("orders",)

    @get()
    async def list_orders(self, db_session: AsyncSession) -> Orders:
        newest = select(Order).order_by(Order.id.desc()).limit(NEWEST)
        return Orders([shown(order) for order in await db_session.scalars(newest)])

    @post(before_request=checks(OrderIn))
    async def create_order(self, data: OrderIn, db_session: AsyncSession) -> OrderOut:
        return await save(Order(), data, db_session)

    @get("/{order_id:int}", dependencies={"order": Provide(existing_order)})
    async def read_order(self, order: Order) -> OrderOut:
        return shown(order)

    @put(
        "/{order_id:int}",
        before_request=checks(OrderIn),
        dependencies={"order": Provide(existing_order)},
    )
    async def update_order(self, data: OrderIn, order: Order, db_session: AsyncSession) -> OrderOut:
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
