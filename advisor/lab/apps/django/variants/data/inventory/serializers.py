"""Books as JSON."""

from rest_framework import serializers


class BookSerializer(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    title = serializers.CharField(max_length=200)
    author = serializers.CharField(max_length=200)
    price = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0)
    published = serializers.DateField()
    in_stock = serializers.BooleanField(default=True)
