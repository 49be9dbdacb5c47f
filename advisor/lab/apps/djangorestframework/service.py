"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``gunicorn service`` or any other WSGI server.
"""

import shelve

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
)

# Its classes read the settings while they are imported.
from rest_framework.exceptions import ParseError  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class ItemView(APIView):
    def dispatch(self, request: Request, key: str) -> HttpResponseBase:
        with shelve.open("items") as self.items:
            return super().dispatch(request, key)

    def get(self, request: Request, key: str) -> HttpResponse:
        if key not in self.items:
            raise Http404
        return JsonResponse(self.items[key], safe=False)

    def put(self, request: Request, key: str) -> HttpResponse:
        if not request.body:  # its data is {} then
            raise ParseError
        # rest_framework.response.Response would answer null with an empty body.
        self.items[key] = request.data
        return JsonResponse(self.items[key], safe=False)

    def delete(self, request: Request, key: str) -> HttpResponse:
        if key not in self.items:
            raise Http404
        del self.items[key]
        return HttpResponse(status=204)


urlpatterns = [path("items/<str:key>", ItemView.as_view())]
application = get_wsgi_application()
