"""What was ordered, and by whom."""

from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    gift = models.BooleanField(default=False)
    placed = models.DateField()
    discount = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    customer_name = models.CharField(max_length=200)
    customer_email = models.EmailField()

    class Meta:
        ordering = ("-id",)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    sku = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)
