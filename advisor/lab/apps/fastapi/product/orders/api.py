"""Orders, which anybody may place; and views that only keep a server busy."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, WebSocket
from inventory.db import SessionDep
from sqlmodel import col, select

from .models import Line, Order, OrderIn, OrderPublic, Orders

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
    order.sqlmodel_update(data.model_dump(exclude={"customer", "lines"}))
    order.customer_name, order.customer_email = data.customer.name, data.customer.email
    order.lines = [Line.model_validate(line) for line in data.lines]
    session.add(order)
    session.commit()
    session.refresh(order)
    return order


@router.get("/api/orders", response_model=Orders)
def list_orders(session: SessionDep) -> Any:
    newest = select(Order).order_by(col(Order.id).desc()).limit(NEWEST)
    return {"orders": session.exec(newest).all()}


@router.post("/api/orders", response_model=OrderPublic, status_code=201)
def create_order(data: OrderIn, session: SessionDep) -> Order:
    return fill(Order(), data, session)


@router.get("/api/orders/{order_id}", response_model=OrderPublic)
def read_order(order: ExistingOrder) -> Order:
    return order


@router.put("/api/orders/{order_id}", response_model=OrderPublic)
def update_order(data: OrderIn, order: ExistingOrder, session: SessionDep) -> Order:
    return fill(order, data, session)


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
