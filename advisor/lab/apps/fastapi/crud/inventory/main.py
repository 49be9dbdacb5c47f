"""The application: the JSON API and the staff pages."""

from fastapi import FastAPI

from . import admin, api

app = FastAPI(title="Inventory")
app.include_router(api.router)
admin.init_app(app)
