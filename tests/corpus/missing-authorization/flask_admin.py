"""Flask: one blueprint that asks at each route, and one that asks once for all."""

from flask import Blueprint, abort, session

from shop import store
from shop.guards import admin_required

bp = Blueprint("admin", __name__)
desk = Blueprint("desk", __name__)


@bp.post("/products")
@admin_required
def add():
    return store.add()


@bp.put("/products/<int:number>")
@admin_required
def change(number):
    return store.change(number)


@bp.get("/products/<int:number>")
@admin_required
def show(number):
    return store.show(number)


@bp.delete("/products/<int:number>")
# ruleid: missing-authorization
def remove(number):
    return store.remove(number)


@bp.get("/about")
# ok: missing-authorization
def about():
    return "The shop's administration"


@bp.patch("/products/<int:number>")
# ok: missing-authorization
def discount(number):
    if not session.get("admin"):
        abort(403)
    return store.discount(number)


@desk.before_request
def ask():
    if not session.get("admin"):
        abort(403)


@desk.post("/tickets")
@admin_required
def open_ticket():
    return store.open()


@desk.put("/tickets/<int:number>")
@admin_required
def answer(number):
    return store.answer(number)


@desk.patch("/tickets/<int:number>")
@admin_required
def assign(number):
    return store.assign(number)


@desk.delete("/tickets/<int:number>")
# ok: missing-authorization
def close(number):
    return store.close(number)
