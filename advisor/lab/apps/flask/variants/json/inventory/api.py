"""The JSON API."""

import msgspec
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from .auth import staff_required
from .codec import FaultyBodyError, sent
from .models import Book, db
from .structs import BookIn, BookOut

bp = Blueprint("api", __name__, url_prefix="/api")


def shown(book: Book) -> BookOut:
    return msgspec.convert(book, BookOut, from_attributes=True)


@bp.errorhandler(HTTPException)
def as_json(error: HTTPException) -> ResponseReturnValue:
    response = error.get_response()
    response.data = msgspec.json.encode({"detail": error.description})
    response.content_type = "application/json"
    return response


@bp.errorhandler(FaultyBodyError)
def invalid(error: FaultyBodyError) -> ResponseReturnValue:
    return {"detail": error.faults}, 422


@bp.get("/books")
def list_books() -> ResponseReturnValue:
    return [shown(book) for book in db.session.scalars(db.select(Book).order_by(Book.id))]


@bp.post("/books")
@staff_required
def create_book() -> ResponseReturnValue:
    book = Book(**msgspec.structs.asdict(sent(BookIn)))
    db.session.add(book)
    db.session.commit()
    return jsonify(shown(book)), 201


@bp.get("/books/<int:book_id>")
def read_book(book_id: int) -> ResponseReturnValue:
    return jsonify(shown(db.get_or_404(Book, book_id)))


@bp.put("/books/<int:book_id>")
@staff_required
def update_book(book_id: int) -> ResponseReturnValue:
    book = db.get_or_404(Book, book_id)
    for name, value in msgspec.structs.asdict(sent(BookIn)).items():
        setattr(book, name, value)
    db.session.commit()
    return jsonify(shown(book))


@bp.delete("/books/<int:book_id>")
@staff_required
def delete_book(book_id: int) -> ResponseReturnValue:
    db.session.delete(db.get_or_404(Book, book_id))
    db.session.commit()
    return "", 204
