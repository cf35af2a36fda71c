"""The public pages: list of products, one product."""

from flask import Blueprint, current_app, render_template, request

from .models import Product, db

bp = Blueprint("catalogue", __name__)


@bp.get("/")
def index():
    page = request.args.get("page", default=1, type=int)
    query = db.select(Product).where(Product.stock > 0).order_by(Product.name)
    products = db.paginate(query, page=page, per_page=current_app.config["PAGE_SIZE"])
    return render_template("index.html", products=products)


@bp.get("/product/<int:product_id>")
def product(product_id):
    item = db.get_or_404(Product, product_id)
    return render_template("product.html", product=item)
