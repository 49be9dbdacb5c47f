"""Add a user: ``python -m inventory.create_user NAME [--staff]``."""

import argparse
import asyncio
import getpass

from .db import alchemy
from .models import User
from .passwords import hashed


async def add(user: User) -> None:
    async with alchemy.get_session() as session:
        session.add(user)
        await session.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--password", help="asked for when left out")
    parser.add_argument("--staff", action="store_true", help="may change books")
    args = parser.parse_args()
    password_hash = hashed(args.password or getpass.getpass())
    asyncio.run(add(User(name=args.name, password_hash=password_hash, is_staff=args.staff)))


if __name__ == "__main__":
    main()
