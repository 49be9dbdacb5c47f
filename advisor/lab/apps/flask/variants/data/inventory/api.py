"""The JSON API."""

import json

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.exceptions import HTTPException

from .auth import staff_required
from .models import Book, Books

bp = Blueprint("api", __name__, url_prefix="/api")
TEXT = validate.Length(min=1, max=200)


class BookSchema(Schema):
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True, validate=TEXT)
    author = fields.String(required=True, validate=TEXT)
    price = fields.Decimal(
        required=True, places=2, as_string=True, validate=validate.Range(min=0, max=999999.99)
    )
    published = fields.Date(required=True)
    in_stock = fields.Boolean(load_default=True)


schema = BookSchema()


@bp.errorhandler(HTTPException)
def as_json(error: HTTPException) -> ResponseReturnValue:
    response = error.get_response()
    response.data = json.dumps({"detail": error.description})
    response.content_type = "application/json"
    return response


@bp.errorhandler(ValidationError)
def invalid(error: ValidationError) -> ResponseReturnValue:
    return {"detail": error.messages}, 422


def existing_book(book_id: int) -> Book:
    return Books().get(book_id) or abort(404)


@bp.get("/books")
def list_books() -> ResponseReturnValue:
    return jsonify(schema.dump(Books().all(), many=True))


@bp.post("/books")
@staff_required
def create_book() -> ResponseReturnValue:
    book = Book(**schema.load(request.get_json()))
    Books().add(book)
    return schema.dump(book), 201


@bp.get("/books/<int:book_id>")
def read_book(book_id: int) -> ResponseReturnValue:
    return schema.dump(existing_book(book_id))


@bp.put("/books/<int:book_id>")
@staff_required
def update_book(book_id: int) -> ResponseReturnValue:
    book = existing_book(book_id)
    for name, value in schema.load(request.get_json()).items():
        setattr(book, name, value)
    Books().update(book)
    return schema.dump(book)


@bp.delete("/books/<int:book_id>")
@staff_required
def delete_book(book_id: int) -> ResponseReturnValue:
    Books().delete(existing_book(book_id))
    return "", 204
