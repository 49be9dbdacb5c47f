"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time
from typing import Any

import requests
from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields, post_dump, post_load, validate

from .models import Line, Order, Orders

bp = Blueprint("orders", __name__)
NEWEST = 20


class CustomerSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 200))
    email = fields.Email(required=True)


class LineSchema(Schema):
    sku = fields.String(required=True, validate=validate.Length(1, 40))
    quantity = fields.Integer(required=True, validate=validate.Range(min=1))
    price = fields.Decimal(
        required=True, places=2, as_string=True, validate=validate.Range(min=0, max=999999.99)
    )


class OrderSchema(Schema):
    id = fields.Integer(dump_only=True)
    number = fields.String(required=True, validate=validate.Length(1, 40))
    currency = fields.String(required=True, validate=validate.Length(equal=3))
    gift = fields.Boolean(load_default=False)
    placed = fields.Date(required=True)
    discount = fields.Integer(load_default=0, validate=validate.Range(0, 90))
    note = fields.String(load_default="", validate=validate.Length(max=200))
    customer = fields.Nested(CustomerSchema, required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True, validate=validate.Length(min=1))
    customer_name = fields.String(dump_only=True)
    customer_email = fields.String(dump_only=True)

    @post_load
    def as_columns(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        customer = data.pop("customer")
        lines = [Line(**line) for line in data.pop("lines")]
        names = {f"customer_{name}": value for name, value in customer.items()}
        return {**data, **names, "lines": lines}

    @post_dump
    def as_nested(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        data["customer"] = {
            "name": data.pop("customer_name"),
            "email": data.pop("customer_email"),
        }
        return data


schema = OrderSchema()


@bp.errorhandler(ValidationError)
def invalid(error: ValidationError) -> ResponseReturnValue:
    return {"detail": error.messages}, 422


def existing_order(order_id: int) -> Order:
    return Orders().get(order_id) or abort(404)


@bp.get("/api/orders")
def list_orders() -> ResponseReturnValue:
    return {"orders": schema.dump(Orders().newest(NEWEST), many=True)}


@bp.post("/api/orders")
def create_order() -> ResponseReturnValue:
    order = Order(**schema.load(request.get_json()))
    Orders().save(order)
    return schema.dump(order), 201


@bp.get("/api/orders/<int:order_id>")
def read_order(order_id: int) -> ResponseReturnValue:
    return schema.dump(existing_order(order_id))


@bp.put("/api/orders/<int:order_id>")
def update_order(order_id: int) -> ResponseReturnValue:
    order = existing_order(order_id)
    for name, value in schema.load(request.get_json()).items():
        setattr(order, name, value)
    Orders().save(order)
    return schema.dump(order)


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
