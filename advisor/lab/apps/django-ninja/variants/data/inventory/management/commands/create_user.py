from getpass import getpass

from django.core.management.base import BaseCommand, CommandParser
from inventory.auth import Users
from inventory.db import connect


class Command(BaseCommand):
    help = "Add a user; --staff lets the user change books."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--password")
        parser.add_argument("--staff", action="store_true")

    def handle(self, name: str, password: str | None, staff: bool, **_: object) -> None:
        Users(connect()).add(name, password or getpass(), staff)
