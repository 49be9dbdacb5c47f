"""The application: the JSON API and the staff pages."""

import os
from pathlib import Path

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig
from orders.api import handlers as orders
from orders.api import lifespan
from orders.models import Orders

from . import admin
from .api import BookController
from .db import provide_connection
from .models import Books

TEMPLATES = Path(__file__).with_name("templates")

app = Litestar(
    route_handlers=[BookController, admin.router, *orders],
    dependencies={
        "db": Provide(provide_connection),
        "books": Provide(Books, sync_to_thread=False),
        "orders": Provide(Orders, sync_to_thread=False),
    },
    lifespan=[lifespan],
    template_config=TemplateConfig(directory=TEMPLATES, engine=JinjaTemplateEngine),
    # Programs have no session that another page could borrow.
    csrf_config=CSRFConfig(os.environ.get("SECRET_KEY", "only-for-development"), exclude="^/api/"),
    openapi_config=OpenAPIConfig(title="Inventory", version="1", path="/"),
)
