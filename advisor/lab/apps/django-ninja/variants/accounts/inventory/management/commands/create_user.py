from getpass import getpass

from django.core.management.base import BaseCommand, CommandParser
from inventory.models import User
from inventory.passwords import hashed


class Command(BaseCommand):
    help = "Add a user; --staff lets the user change books."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--password")
        parser.add_argument("--staff", action="store_true")

    def handle(self, name: str, password: str | None, staff: bool, **_: object) -> None:
        hash_ = hashed(password or getpass())
        User.objects.create(username=name, password_hash=hash_, is_staff=staff)
