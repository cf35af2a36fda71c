"""Django: the same with other sources."""

import subprocess

from django.http import HttpResponse

FORMATS = {"pdf": "pdf", "odt": "odt"}


def convert(request):
    name = request.POST["name"]
    # ruleid: command-injection
    subprocess.check_output("soffice --convert-to pdf " + name, shell=True)
    return HttpResponse("done")


def convert_list(request):
    name = request.POST["name"]
    # ok: command-injection
    subprocess.check_output(["soffice", "--convert-to", "pdf", name])
    return HttpResponse("done")


def convert_format(request):
    wanted = FORMATS.get(request.POST["format"], "pdf")
    # ok: command-injection
    subprocess.check_output(f"soffice --convert-to {wanted} input.doc", shell=True)
    return HttpResponse("done")
