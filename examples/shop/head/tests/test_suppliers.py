from shop.models import Product, Supplier, db
from shop.suppliers import take_over


def test_a_feed_changes_the_stock(app):
    supplier = Supplier(name="Tea & Co", column_sku="no", column_stock="count")
    assert take_over(supplier, "# made today\nno;count\nTEA-1;7\nTEA-9;1\n") == 1
    assert db.session.scalar(db.select(Product.stock)) == 7


def test_suppliers_are_for_staff(client):
    assert client.get("/suppliers/").status_code == 403
