"""Settings of the inventory project."""

import os

# scaffold: begin (startproject)
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# scaffold: end
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-development")
DEBUG = "DEBUG" in os.environ
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
# scaffold: begin (startproject)

# Application definition

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    # scaffold: end
    "rest_framework",
    "inventory",
    "orders",
    # scaffold: begin (startproject)
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # scaffold: end
    "inventory.db.ConnectionMiddleware",
    # scaffold: begin (startproject)
]

ROOT_URLCONF = "config.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
            ],
        },
    },
]

WSGI_APPLICATION = "config.wsgi.application"

# Internationalization

LANGUAGE_CODE = "en-us"

TIME_ZONE = "UTC"

USE_I18N = True

USE_TZ = True

# Static files (CSS, JavaScript, Images)

STATIC_URL = "static/"

# Email

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.console.EmailBackend",
    },
}
# scaffold: end

REST_FRAMEWORK = {
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_AUTHENTICATION_CLASSES": ["inventory.auth.Basic"],
    "DEFAULT_PERMISSION_CLASSES": ["inventory.auth.StaffOrReadOnly"],
}
