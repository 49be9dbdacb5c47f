"""Add a user: ``python -m inventory.create_user NAME [--staff]``."""

import argparse
import getpass

from .db import connect
from .models import Users
from .security import passwords


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--password", help="asked for when left out")
    parser.add_argument("--staff", action="store_true", help="may change books")
    args = parser.parse_args()
    password = args.password or getpass.getpass()
    Users(connect()).add(args.name, passwords.hash(password), args.staff)


if __name__ == "__main__":
    main()
