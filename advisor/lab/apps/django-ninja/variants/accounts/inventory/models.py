"""What the shop sells, and who may change it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.crypto import salted_hmac


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    published = models.DateField()
    in_stock = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class User(models.Model):
    username = models.CharField(max_length=80, unique=True)
    password_hash = models.CharField(max_length=200)
    is_staff = models.BooleanField(default=False)

    # What Django and its admin ask of any model of users.
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ()
    is_active = True
    is_anonymous = False
    is_authenticated = True

    def __str__(self) -> str:
        return self.username

    def get_username(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        # A new password ends the sessions of the old one.
        return salted_hmac("inventory.User", self.password_hash).hexdigest()

    def get_session_auth_fallback_hash(self) -> tuple[str, ...]:
        return ()

    def has_perm(self, permission: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Session(models.Model):
    """A login: the cookie holds a random token, the table its digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    expires = models.DateTimeField()
