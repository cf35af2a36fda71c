"""Invoices: shown in the browser, printed to PDF, kept on disk."""

import os
import subprocess

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    request,
    send_from_directory,
)

from .accounts import login_required, staff_required
from .models import Order, db
from .orders import own_order

bp = Blueprint("invoices", __name__, url_prefix="/invoices")


def write_page(order):
    """The invoice as a page on disk, which the printer reads."""
    path = os.path.join(current_app.config["INVOICE_DIR"], f"invoice-{order.id}.html")
    with open(path, "w", encoding="utf-8") as page:
        page.write(render_template("invoice.html", order=order))
    return path


@bp.get("/<int:order_id>")
@login_required
def show(order_id):
    return render_template("invoice.html", order=own_order(order_id))


@bp.get("/<int:order_id>/pdf")
@login_required
def pdf(order_id):
    order = own_order(order_id)
    name = f"invoice-{order.id}.pdf"
    target = os.path.join(current_app.config["INVOICE_DIR"], name)
    subprocess.run(["weasyprint", write_page(order), target], timeout=60, check=True)
    return send_from_directory(current_app.config["INVOICE_DIR"], name, as_attachment=True)


@bp.get("/export")
@staff_required
def export():
    """All invoices of the shop in one archive, under a name that the bookkeeper chooses."""
    name = request.args.get("name", "invoices")
    folder = current_app.config["INVOICE_DIR"]
    subprocess.run(f"tar -czf ../{name}.tar.gz .", shell=True, cwd=folder, timeout=300, check=True)
    return render_template("exported.html", name=name)


@bp.get("/download")
@login_required
def download():
    """An invoice from the archive of paper invoices, by file name."""
    name = request.args["name"]
    path = os.path.join(current_app.config["INVOICE_DIR"], name)
    with open(path, "rb") as invoice:
        return Response(invoice.read(), mimetype="application/pdf")


@bp.post("/<int:order_id>/cancel")
@staff_required
def cancel(order_id):
    order = db.get_or_404(Order, order_id)
    if order.status != "open":
        abort(409)
    order.status = "cancelled"
    db.session.commit()
    return render_template("invoice.html", order=order)
