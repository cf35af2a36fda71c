"""Django REST framework: views, serializers, raw queries."""

from django.db import connection
from django.db.models.expressions import RawSQL
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView

from shop.models import Item


class ItemSerializer(serializers.ModelSerializer):
    name = serializers.CharField()
    count = serializers.IntegerField()

    def validate_name(self, value):
        # ruleid: sql-injection
        Item.objects.raw("SELECT * FROM item WHERE name = '%s'" % value)
        return value

    def validate_count(self, value):
        # ok: sql-injection
        Item.objects.raw("SELECT * FROM item WHERE count = %s" % value)
        return value

    def create(self, validated_data):
        with connection.cursor() as cursor:
            # ruleid: sql-injection
            cursor.execute("INSERT INTO item VALUES ('%s')" % validated_data["name"])
            # ok: sql-injection
            cursor.execute("INSERT INTO item VALUES (%s)", [validated_data["name"]])


@api_view(["POST"])
def add(request):
    serializer = ItemSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    name = serializer.validated_data["name"]
    count = serializer.validated_data["count"]
    # ruleid: sql-injection
    Item.objects.all().extra(where=[f"name = '{name}'"])
    # ok: sql-injection
    Item.objects.all().extra(where=["name = %s"], params=[name])
    # ok: sql-injection
    Item.objects.all().extra(where=[f"count = {count}"])


class Items(ListAPIView):
    def get_queryset(self):
        order = self.request.query_params["order"]
        # ruleid: sql-injection
        Item.objects.annotate(rank=RawSQL(f"rank({order})", []))
        # ok: sql-injection
        Item.objects.annotate(rank=RawSQL("rank(%s)", [order]))
        return Item.objects.order_by(order)


class ItemSet(viewsets.ModelViewSet):
    def perform_create(self, serializer):
        with connection.cursor() as cursor:
            # ruleid: sql-injection
            cursor.execute("SELECT note('" + serializer.validated_data["name"] + "')")
            # ok: sql-injection
            cursor.execute("SELECT note(%s)", [serializer.validated_data["name"]])

    def list(self, request):
        name = request.data["name"]
        # ruleid: sql-injection
        Item.objects.raw(f"SELECT * FROM item WHERE name = '{name}'")
        # ok: sql-injection
        Item.objects.raw("SELECT * FROM item WHERE name = %s", [name])
