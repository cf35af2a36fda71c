"""Suppliers send their stock as CSV; a mapping says which of their columns is which of ours."""

import csv
import io
import logging

import requests
import yaml
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from .accounts import staff_required
from .models import Product, Supplier, db

bp = Blueprint("suppliers", __name__, url_prefix="/suppliers")
log = logging.getLogger(__name__)

RATES_URL = "https://rates.example/v2/latest"
OUR_COLUMNS = ("sku", "stock")


@bp.get("/")
@staff_required
def overview():
    suppliers = db.session.scalars(db.select(Supplier).order_by(Supplier.name)).all()
    return render_template("suppliers.html", suppliers=suppliers)


@bp.post("/<int:supplier_id>/import")
@staff_required
def import_feed(supplier_id):
    """Fetches the supplier's feed and takes over the stock that it names."""
    supplier = db.get_or_404(Supplier, supplier_id)
    feed_url = request.form["url"]
    response = requests.get(feed_url, timeout=30)
    response.raise_for_status()
    changed = take_over(supplier, response.text)
    log.info("feed of supplier %d: %d products changed", supplier.id, changed)
    flash(f"{changed} products changed.")
    return redirect(url_for("suppliers.overview"))


def take_over(supplier, text):
    changed = 0
    lines = (line for line in io.StringIO(text) if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter=";"):
        product = db.session.scalar(db.select(Product).where(Product.sku == row[supplier.column_sku]))
        if product is not None:
            product.stock = int(row[supplier.column_stock])
            changed += 1
    db.session.commit()
    return changed


@bp.post("/<int:supplier_id>/mapping")
@staff_required
def upload_mapping(supplier_id):
    """Takes a YAML file such as `sku: Artikelnummer`."""
    supplier = db.get_or_404(Supplier, supplier_id)
    upload = request.files["mapping"]
    mapping = yaml.load(upload.stream, Loader=yaml.Loader)
    if not isinstance(mapping, dict) or set(mapping) != set(OUR_COLUMNS):
        abort(400)
    supplier.column_sku = str(mapping["sku"])
    supplier.column_stock = str(mapping["stock"])
    db.session.commit()
    return redirect(url_for("suppliers.overview"))


@bp.get("/rates")
@staff_required
def rates():
    """Exchange rates for suppliers who send prices in another currency."""
    currency = request.args.get("currency", "EUR")
    answer = requests.get(RATES_URL, params={"base": currency}, timeout=10)
    answer.raise_for_status()
    return render_template("rates.html", rates=answer.json()["rates"])
