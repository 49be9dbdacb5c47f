"""The application: the JSON API."""

from fastapi import FastAPI
from orders.api import router as orders

from . import api

app = FastAPI(title="Inventory")
app.include_router(api.router)
app.include_router(orders)
