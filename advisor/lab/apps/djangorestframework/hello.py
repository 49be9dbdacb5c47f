"""The smallest Django REST framework app: one JSON answer, and one that waits on an upstream.

Its views are plain functions; it has no coroutine views of its own.
``HELLO_MIDDLEWARE=startproject`` switches on the middleware that ``startproject`` writes, which
is what most Django projects run with.
"""

import os
import time

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.urls import path

STARTPROJECT_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
full = os.environ.get("HELLO_MIDDLEWARE") == "startproject"
settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-for-the-bench",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    MIDDLEWARE=STARTPROJECT_MIDDLEWARE if full else [],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
    ],
    # The documented defaults, but for the database that sessions would need.
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
)
application = get_wsgi_application()
asgi_application = get_asgi_application()

# Its classes read the settings while they are imported.
from rest_framework.decorators import api_view  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402


@api_view(["GET"])
def hello(request: Request) -> Response:
    return Response({"message": "hello"})


@api_view(["GET"])
def wait(request: Request) -> Response:
    time.sleep(0.05)
    return Response({"message": "waited"})


urlpatterns = [
    path("hello", hello),
    path("wait", wait),
    path("wait-sync", wait),
]
