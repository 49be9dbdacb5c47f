"""The JSON API; who may write is settled in the settings."""

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from .codec import checked
from .models import Book
from .structs import BookIn, BookOut


def shown(book: Book) -> BookOut:
    return msgspec.convert(book, BookOut, from_attributes=True)


class BookViewSet(GenericViewSet):
    queryset = Book.objects.all()

    def list(self, request: Request) -> Response:
        return Response([shown(book) for book in self.get_queryset()])

    def create(self, request: Request) -> Response:
        data = checked(BookIn, request.data)
        return Response(shown(Book.objects.create(**msgspec.structs.asdict(data))), 201)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(shown(self.get_object()))

    def update(self, request: Request, pk: str) -> Response:
        book = self.get_object()
        for name, value in msgspec.structs.asdict(checked(BookIn, request.data)).items():
            setattr(book, name, value)
        book.save()
        return Response(shown(book))

    def destroy(self, request: Request, pk: str) -> Response:
        self.get_object().delete()
        return Response(status=204)
