"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time
from typing import Any

import msgspec
import requests
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from inventory.codec import FaultyBodyError, sent
from inventory.models import db

from .models import Line, Order
from .structs import Customer, LineIn, OrderIn, OrderOut

bp = Blueprint("orders", __name__)
NEWEST = 20


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


def columns(data: OrderIn) -> dict[str, Any]:
    found = msgspec.structs.asdict(data)
    customer = found.pop("customer")
    found["lines"] = [Line(**msgspec.structs.asdict(line)) for line in data.lines]
    return {**found, "customer_name": customer.name, "customer_email": customer.email}


@bp.errorhandler(FaultyBodyError)
def invalid(error: FaultyBodyError) -> ResponseReturnValue:
    return {"detail": error.faults}, 422


@bp.get("/api/orders")
def list_orders() -> ResponseReturnValue:
    newest = db.select(Order).order_by(Order.id.desc()).limit(NEWEST)
    return {"orders": [shown(order) for order in db.session.scalars(newest)]}


@bp.post("/api/orders")
def create_order() -> ResponseReturnValue:
    order = Order(**columns(sent(OrderIn)))
    db.session.add(order)
    db.session.commit()
    return jsonify(shown(order)), 201


@bp.get("/api/orders/<int:order_id>")
def read_order(order_id: int) -> ResponseReturnValue:
    return jsonify(shown(db.get_or_404(Order, order_id)))


@bp.put("/api/orders/<int:order_id>")
def update_order(order_id: int) -> ResponseReturnValue:
    order = db.get_or_404(Order, order_id)
    for name, value in columns(sent(OrderIn)).items():
        setattr(order, name, value)
    db.session.commit()
    return jsonify(shown(order))


@bp.get("/hello")
def hello() -> ResponseReturnValue:
    return {"message": "hello"}


@bp.get("/upstream")
def upstream() -> ResponseReturnValue:
    slow = f"{os.environ['UPSTREAM_URL']}/slow?ms={int(request.args['ms'])}"
    found: dict[str, str] = requests.get(slow, timeout=10).json()
    return found


@bp.get("/work")
def work() -> ResponseReturnValue:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return {"message": "worked"}
