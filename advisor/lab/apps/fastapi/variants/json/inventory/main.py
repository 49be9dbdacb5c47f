"""The application: the JSON API and the staff pages."""

from fastapi import FastAPI
from orders.api import router as orders

from . import admin, api, codec

app = FastAPI(title="Inventory")
app.include_router(api.router)
app.include_router(orders)
admin.init_app(app)
codec.describe(app)
