"""The smallest Django Ninja app: one JSON answer, and one that waits on an upstream.

Each view comes twice, plain and as a coroutine. ``HELLO_MIDDLEWARE=startproject`` switches on
the middleware that ``startproject`` writes, which is what most Django projects run with.
"""

import asyncio
import os
import time

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
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
    ]
    if full
    else [],
)

# It reads the settings while it is imported.
from ninja import NinjaAPI  # noqa: E402

api = NinjaAPI()


@api.get("/hello")
def hello(request: HttpRequest) -> dict[str, str]:
    return {"message": "hello"}


@api.get("/hello-async")
async def hello_async(request: HttpRequest) -> dict[str, str]:
    return {"message": "hello"}


@api.get("/wait")
@api.get("/wait-sync")
def wait(request: HttpRequest) -> dict[str, str]:
    time.sleep(0.05)
    return {"message": "waited"}


@api.get("/wait-async")
async def wait_async(request: HttpRequest) -> dict[str, str]:
    await asyncio.sleep(0.05)
    return {"message": "waited"}


urlpatterns = [path("", api.urls)]
application = get_wsgi_application()
asgi_application = get_asgi_application()
