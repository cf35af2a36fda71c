"""Django: views that accept posts from other sites."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET


@login_required
# ruleid: csrf-disabled
@csrf_exempt
def change_address(request):
    request.user.address = request.POST["address"]
    request.user.save()
    return HttpResponse("done")


@login_required
# ok: csrf-disabled
@csrf_protect
def change_name(request):
    request.user.name = request.POST["name"]
    request.user.save()
    return HttpResponse("done")


# ok: csrf-disabled
@csrf_exempt
def stripe_webhook(request):
    return HttpResponse("done")


# ok: csrf-disabled
@csrf_exempt
@require_GET
def catalogue(request):
    return HttpResponse("list")


# ok: csrf-disabled
@csrf_exempt
def delivery(request):
    if request.headers["Authorization"] != "expected":
        return HttpResponse(status=401)
    return HttpResponse("done")


# ruleid: csrf-disabled
@method_decorator(csrf_exempt, name="dispatch")
class Profile(View):
    def post(self, request):
        request.user.delete()
        return HttpResponse("done")
