"""Django: the name of an upload is the last part of what the client sent."""

import pandas as pd
from django.http import HttpResponse


def upload(request):
    file = request.FILES["doc"]
    # ok: path-traversal
    with open("/srv/docs/" + file.name, "wb") as stream:
        stream.write(file.read())
    # ruleid: path-traversal
    with open("/srv/docs/" + request.POST["name"], "wb") as stream:
        stream.write(file.read())
    # ok: path-traversal
    table = pd.read_csv(file)
    # ok: path-traversal
    rows = _rows(request.FILES.get("other"))
    # ruleid: path-traversal
    more = pd.read_csv(f"/srv/tables/{request.GET['table']}.csv")
    return HttpResponse(str(len(table) + len(rows) + len(more)))


def _rows(file):
    # ok: path-traversal
    return pd.read_csv(file)
