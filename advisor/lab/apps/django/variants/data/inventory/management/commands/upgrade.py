from django.core.management.base import BaseCommand
from inventory.db import migrate


class Command(BaseCommand):
    help = "Run the migrations that were not run yet."

    def handle(self, **_: object) -> None:
        migrate()
