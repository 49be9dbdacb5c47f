"""The JSON API; who may write is settled in the settings."""

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from .models import Book, Books
from .serializers import BookSerializer


class BookViewSet(ViewSet):
    def list(self, request: Request) -> Response:
        return Response(BookSerializer(Books(request.db).all(), many=True).data)

    def create(self, request: Request) -> Response:
        book = Book(**self._sent(request))
        Books(request.db).add(book)
        return Response(BookSerializer(book).data, 201)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(BookSerializer(self._existing(request, pk)).data)

    def update(self, request: Request, pk: str) -> Response:
        book = self._existing(request, pk)
        for name, value in self._sent(request).items():
            setattr(book, name, value)
        Books(request.db).update(book)
        return Response(BookSerializer(book).data)

    def destroy(self, request: Request, pk: str) -> Response:
        Books(request.db).delete(self._existing(request, pk))
        return Response(status=204)

    def _existing(self, request: Request, pk: str) -> Book:
        book = Books(request.db).get(int(pk)) if pk.isdecimal() else None
        if book is None:
            raise Http404
        return book

    def _sent(self, request: Request) -> dict[str, object]:
        serializer = BookSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data
