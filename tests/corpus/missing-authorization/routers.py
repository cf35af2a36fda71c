"""Routers whose routes say who may call: at each by a decorator, at some beside the path."""

from ninja import Router

from shop import store
from shop.guards import AllowAnonymous, BearerToken, require_permission

router = Router()


@router.post("/products", auth=[BearerToken()])
@require_permission("add")
def add(request):
    return store.add(request.data)


@router.put("/products/{number}", auth=[BearerToken()])
@require_permission("change")
def change(request, number: int):
    return store.change(number)


@router.patch("/products/{number}", auth=[BearerToken()])
@require_permission("change")
def discount(request, number: int):
    return store.discount(number)


@router.get("/products/{number}", auth=[BearerToken(), AllowAnonymous()])
# ok: missing-authorization
def show(request, number: int):
    return store.show(number)


@router.delete("/products/{number}")
# ruleid: missing-authorization
def remove(request, number: int):
    return store.remove(number)
