"""Orders, which anybody may place; and views that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, WebSocket

from .models import Order, OrderIn, OrderList, OrdersDep

NEWEST = 20


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as app.state.client:
        yield


router = APIRouter(lifespan=lifespan)


def existing_order(order_id: int, orders: OrdersDep) -> Order:
    order = orders.get(order_id)
    if order is None:
        raise HTTPException(404, "No such order")
    return order


ExistingOrder = Annotated[Order, Depends(existing_order)]


@router.get("/api/orders")
def list_orders(orders: OrdersDep) -> OrderList:
    return OrderList(orders=orders.newest(NEWEST))


@router.post("/api/orders", status_code=201)
def create_order(data: OrderIn, orders: OrdersDep) -> Order:
    return orders.save(data)


@router.get("/api/orders/{order_id}")
def read_order(order: ExistingOrder) -> Order:
    return order


@router.put("/api/orders/{order_id}")
def update_order(data: OrderIn, order: ExistingOrder, orders: OrdersDep) -> Order:
    return orders.save(data, order.id)


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
