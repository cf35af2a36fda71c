"""Django: responses made from an exception."""

import logging
import traceback

from django.http import HttpResponse, JsonResponse

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
