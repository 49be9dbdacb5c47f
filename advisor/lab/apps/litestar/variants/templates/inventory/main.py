"""The application: the JSON API and the staff pages."""

import os
from pathlib import Path

from advanced_alchemy.extensions.litestar import SQLAlchemyPlugin
from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.openapi import OpenAPIConfig
from litestar.plugins.mako import MakoTemplateEngine
from litestar.template import TemplateConfig
from orders.api import handlers as orders
from orders.api import lifespan

from . import admin
from .api import BookController
from .db import alchemy

TEMPLATES = Path(__file__).with_name("templates")

app = Litestar(
    route_handlers=[BookController, admin.router, *orders],
    plugins=[SQLAlchemyPlugin(alchemy)],
    lifespan=[lifespan],
    template_config=TemplateConfig(directory=TEMPLATES, engine=MakoTemplateEngine),
    # Programs have no session that another page could borrow.
    csrf_config=CSRFConfig(os.environ.get("SECRET_KEY", "only-for-development"), exclude="^/api/"),
    openapi_config=OpenAPIConfig(title="Inventory", version="1", path="/"),
)
