"""The public pages: list of products, one product, search."""

import hashlib
import random
import sqlite3
from contextlib import closing

from flask import Blueprint, current_app, jsonify, render_template, request

from .models import Product, db

bp = Blueprint("catalogue", __name__)

SORT_COLUMNS = {"name": "name", "price": "price", "new": "id DESC"}


@bp.get("/")
def index():
    page = request.args.get("page", default=1, type=int)
    query = db.select(Product).where(Product.stock > 0).order_by(Product.name)
    products = db.paginate(query, page=page, per_page=current_app.config["PAGE_SIZE"])
    return render_template("index.html", products=products, featured=featured())


def featured(count=4):
    """A few products in an order that changes from visit to visit."""
    products = list(db.session.scalars(db.select(Product).where(Product.picture.is_not(None)).limit(40)))
    random.shuffle(products)
    return products[:count]


@bp.get("/product/<int:product_id>")
def product(product_id):
    item = db.get_or_404(Product, product_id)
    response = current_app.make_response(render_template("product.html", product=item))
    response.set_etag(hashlib.md5(response.get_data(), usedforsecurity=False).hexdigest())
    return response.make_conditional(request)


@bp.get("/search")
def search():
    term = request.args.get("q", "").strip()
    found = find_products(term) if term else []
    return render_template("search.html", term=term, products=found)


def find_products(term):
    """Rows of the search index, a file of its own beside the shop's database."""
    with closing(sqlite3.connect(current_app.config["SEARCH_INDEX"])) as index:
        cursor = index.cursor()
        cursor.execute(f"SELECT id, name, price FROM product_index WHERE name LIKE '%{term}%' LIMIT 50")
        return cursor.fetchall()


@bp.get("/search/similar")
def similar():
    """Products of the same price group, for the box beside a product."""
    price = request.args.get("price", default=0, type=float)
    count = int(request.args.get("count", "6"))
    order = SORT_COLUMNS.get(request.args.get("sort"), "name")
    with closing(sqlite3.connect(current_app.config["SEARCH_INDEX"])) as index:
        cursor = index.cursor()
        cursor.execute(
            f"SELECT id, name FROM product_index WHERE price BETWEEN ? AND ? ORDER BY {order} LIMIT {count}",
            (price * 0.8, price * 1.2),
        )
        return jsonify([{"id": number, "name": name} for number, name in cursor.fetchall()])
