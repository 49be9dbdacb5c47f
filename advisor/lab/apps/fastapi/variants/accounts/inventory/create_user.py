"""Add a user: ``python -m inventory.create_user NAME [--staff]``."""

import argparse
import getpass

from sqlmodel import Session

from .db import engine
from .models import User
from .passwords import hashed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--password", help="asked for when left out")
    parser.add_argument("--staff", action="store_true", help="may change books")
    args = parser.parse_args()
    password = args.password or getpass.getpass()
    with Session(engine) as session:
        user = User(name=args.name, password_hash=hashed(password), is_staff=args.staff)
        session.add(user)
        session.commit()


if __name__ == "__main__":
    main()
