from decimal import Decimal

import pytest

from shop import create_app
from shop.models import Product, db


@pytest.fixture
def app():
    app = create_app("shop.config.Testing")
    with app.app_context():
        db.create_all()
        db.session.add(Product(sku="TEA-1", name="Green tea", price=Decimal("4.50"), stock=10))
        db.session.commit()
        yield app


@pytest.fixture
def client(app):
    return app.test_client()
