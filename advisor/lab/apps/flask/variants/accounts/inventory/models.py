"""What the shop sells, and who may change it."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .passwords import fits, hashed


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
SESSION_LASTS = timedelta(days=14)


class Book(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(200))
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    published: Mapped[date]
    in_stock: Mapped[bool] = mapped_column(default=True)


class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    is_staff: Mapped[bool] = mapped_column(default=False)

    def set_password(self, password: str) -> None:
        self.password_hash = hashed(password)

    @classmethod
    def authenticate(cls, name: str | None, password: str | None) -> "User | None":
        user = db.session.scalar(db.select(cls).filter_by(name=name))
        if user and fits(password or "", user.password_hash):
            return user
        return None


class Session(db.Model):
    """A login: the cookie holds a random token, the table its digest."""

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    expires: Mapped[datetime]
    user: Mapped[User] = relationship()

    @classmethod
    def start(cls, user: User) -> str:
        token = secrets.token_urlsafe(32)
        expires = datetime.now() + SESSION_LASTS
        db.session.add(cls(digest=cls.digest_of(token), user=user, expires=expires))
        db.session.commit()
        return token

    @classmethod
    def user_of(cls, token: str) -> User | None:
        found = db.session.get(cls, cls.digest_of(token))
        return found.user if found and found.expires > datetime.now() else None

    @classmethod
    def end(cls, token: str) -> None:
        db.session.execute(db.delete(cls).filter_by(digest=cls.digest_of(token)))
        db.session.commit()

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
