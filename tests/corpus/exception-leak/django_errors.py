"""Django: responses made from an exception."""

import logging
import traceback

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from rest_framework.response import Response

from shop.stock import reserve

log = logging.getLogger(__name__)


def reserve_and_tell(request):
    try:
        reserve(request.POST["sku"])
    except Exception as error:
        # ruleid: exception-leak
        return HttpResponse(str(error), status=500)
    return HttpResponse("done")


def reserve_and_trace(request):
    try:
        reserve(request.POST["sku"])
    except Exception:
        # ruleid: exception-leak
        return JsonResponse({"trace": traceback.format_exc()}, status=500)
    return HttpResponse("done")


def reserve_and_log(request):
    try:
        reserve(request.POST["sku"])
    except Exception:
        log.exception("no reservation")
        # ok: exception-leak
        return JsonResponse({"error": "internal error"}, status=500)
    return HttpResponse("done")


def reserve_and_trace_for_developers(request):
    try:
        reserve(request.POST["sku"])
    except Exception:
        # ok: exception-leak
        return HttpResponse(traceback.format_exc() if settings.DEBUG else "internal error", status=500)
    return HttpResponse("done")


def reserve_for_machines(request):
    try:
        reserve(request.data["sku"])
    except Exception as error:
        # ruleid: exception-leak
        return Response({"detail": str(error)}, status=500)
    # ok: exception-leak
    return Response({"detail": "done"})
