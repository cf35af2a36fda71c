"""The payment provider: a client, and the webhook that it calls."""

import hashlib
import hmac

import requests
from flask import Blueprint, abort, current_app, request

from .models import Order, db

bp = Blueprint("payments", __name__, url_prefix="/payments")


def start_payment(order):
    """Opens a payment for the order and keeps its number."""
    response = requests.post(
        current_app.config["PAYMENT_URL"] + "/payments",
        json={"reference": order.id, "amount": str(order.total)},
        headers={"Authorization": "Bearer " + current_app.config["PAYMENT_KEY"]},
        timeout=10,
    )
    response.raise_for_status()
    order.payment_id = response.json()["id"]
    db.session.commit()


def signature_matches(body, signature):
    key = current_app.config["PAYMENT_WEBHOOK_KEY"].encode()
    expected = hmac.new(key, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


@bp.post("/webhook")
def webhook():
    if not signature_matches(request.get_data(), request.headers.get("X-Signature", "")):
        abort(400)
    event = request.get_json()
    order = db.session.scalar(db.select(Order).where(Order.payment_id == event["payment"]))
    if order is not None and event["status"] == "paid":
        order.status = "paid"
        db.session.commit()
    return "", 204
