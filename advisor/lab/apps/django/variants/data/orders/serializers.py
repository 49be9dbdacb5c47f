"""Orders as JSON, with their customer and lines inside."""

from rest_framework import serializers

from .models import Line


class CustomerSerializer(serializers.Serializer):
    name = serializers.CharField(source="customer_name", max_length=200)
    email = serializers.EmailField(source="customer_email")


class LineSerializer(serializers.Serializer):
    sku = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(min_value=1)
    price = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0)


class OrderSerializer(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(max_length=40)
    currency = serializers.CharField(min_length=3, max_length=3)
    gift = serializers.BooleanField(default=False)
    placed = serializers.DateField()
    discount = serializers.IntegerField(min_value=0, max_value=90, default=0)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")
    customer = CustomerSerializer(source="*")
    lines = LineSerializer(many=True, allow_empty=False)

    def validate_lines(self, lines: list[dict[str, object]]) -> list[Line]:
        return [Line(**line) for line in lines]
