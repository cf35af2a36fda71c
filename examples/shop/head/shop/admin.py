"""Pages for the shop's staff."""

import subprocess
from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for

from .accounts import staff_required
from .models import Order, Product, db
from .pictures import store_picture

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/")
@staff_required
def dashboard():
    orders = db.session.scalars(db.select(Order).order_by(Order.created.desc()).limit(50)).all()
    return render_template("dashboard.html", orders=orders, disk=disk_usage())


def disk_usage():
    """One line on the space that is left where pictures and invoices are kept."""
    answer = subprocess.run(
        ["df", "--human-readable", "/srv/shop"], capture_output=True, text=True, timeout=5, check=False
    )
    return answer.stdout.splitlines()[-1] if answer.stdout else "unknown"


@bp.post("/product/<int:product_id>")
@staff_required
def edit_product(product_id):
    product = db.get_or_404(Product, product_id)
    product.name = request.form["name"]
    product.price = Decimal(request.form["price"])
    product.stock = request.form.get("stock", type=int)
    picture = request.files.get("picture")
    if picture:
        product.picture = store_picture(product, picture)
    db.session.commit()
    flash("Saved.")
    return redirect(url_for("catalogue.product", product_id=product.id))
