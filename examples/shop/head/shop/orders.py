"""Basket and orders of the customer who is logged in."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for

from .accounts import login_required
from .models import Order, OrderLine, Product, db
from .payments import start_payment

bp = Blueprint("orders", __name__, url_prefix="/orders")


def own_order(order_id):
    """The order, if it belongs to the customer; 404 otherwise."""
    order = db.get_or_404(Order, order_id)
    if order.user_id != g.user.id:
        abort(404)
    return order


@bp.post("/basket")
@login_required
def add_to_basket():
    product = db.get_or_404(Product, request.form.get("product", type=int))
    quantity = max(1, request.form.get("quantity", default=1, type=int))
    basket = session.setdefault("basket", {})
    basket[str(product.id)] = basket.get(str(product.id), 0) + quantity
    session.modified = True
    return redirect(url_for("catalogue.product", product_id=product.id))


@bp.post("/")
@login_required
def place():
    basket = session.pop("basket", {})
    if not basket:
        flash("The basket is empty.")
        return redirect(url_for("catalogue.index"))
    order = Order(user_id=g.user.id)
    for product_id, quantity in basket.items():
        product = db.get_or_404(Product, int(product_id))
        order.lines.append(OrderLine(product_id=product.id, quantity=quantity, price=product.price))
    db.session.add(order)
    db.session.commit()
    start_payment(order)
    return redirect(url_for("orders.show", order_id=order.id))


@bp.get("/<int:order_id>")
@login_required
def show(order_id):
    return render_template("order.html", order=own_order(order_id))
