"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``gunicorn service`` or any other WSGI server.
"""

import json
import shelve

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path
from django.views import View

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1", "localhost"])


class ItemView(View):
    def dispatch(self, request: HttpRequest, key: str) -> HttpResponseBase:
        with shelve.open("items") as self.items:
            return super().dispatch(request, key)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if key not in self.items:
            raise Http404
        return JsonResponse(self.items[key], safe=False)

    def put(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            self.items[key] = json.loads(request.body)
        except ValueError:
            return HttpResponse("the body is not JSON", status=400)
        return JsonResponse(self.items[key], safe=False)

    def delete(self, request: HttpRequest, key: str) -> HttpResponse:
        if key not in self.items:
            raise Http404
        del self.items[key]
        return HttpResponse(status=204)


urlpatterns = [path("items/<str:key>", ItemView.as_view())]
application = get_wsgi_application()
