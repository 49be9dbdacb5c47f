"""Orders as JSON, with their customer and lines inside."""

from typing import Any

from django.db import transaction
from rest_framework import serializers

from .models import Line, Order


class CustomerSerializer(serializers.Serializer):
    name = serializers.CharField(source="customer_name", max_length=200)
    email = serializers.EmailField(source="customer_email")


class LineSerializer(serializers.ModelSerializer):
    class Meta:
        model = Line
        fields = ("sku", "quantity", "price")
        extra_kwargs = {"quantity": {"min_value": 1}, "price": {"min_value": 0}}


class OrderSerializer(serializers.ModelSerializer):
    customer = CustomerSerializer(source="*")
    lines = LineSerializer(many=True, allow_empty=False)

    class Meta:
        model = Order
        fields = (
            *("id", "number", "currency", "gift", "placed", "discount", "note"),
            *("customer", "lines"),
        )
        extra_kwargs = {"currency": {"min_length": 3}, "discount": {"max_value": 90}}

    @transaction.atomic
    def create(self, validated_data: dict[str, Any]) -> Order:
        return self._with_lines(Order(), validated_data)

    @transaction.atomic
    def update(self, instance: Order, validated_data: dict[str, Any]) -> Order:
        instance.lines.all().delete()
        return self._with_lines(instance, validated_data)

    def _with_lines(self, order: Order, data: dict[str, Any]) -> Order:
        lines = data.pop("lines")
        for name, value in data.items():
            setattr(order, name, value)
        order.save()
        Line.objects.bulk_create(Line(order=order, **line) for line in lines)
        return order
