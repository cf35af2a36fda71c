"""Django with ldap3."""

from django.http import JsonResponse
from ldap3 import Connection
from ldap3.utils.conv import escape_filter_chars

connection = Connection("directory.shop.example")
BASE = "ou=people,dc=shop,dc=example"


def people(request):
    name = request.GET["name"]
    # ruleid: ldap-injection
    connection.search(BASE, f"(&(objectClass=person)(uid={name}))", attributes=["mail"])
    return JsonResponse({"found": len(connection.entries)})


def people_escaped(request):
    name = escape_filter_chars(request.GET["name"])
    # ok: ldap-injection
    connection.search(BASE, f"(&(objectClass=person)(uid={name}))", attributes=["mail"])
    return JsonResponse({"found": len(connection.entries)})


def people_by_keyword(request):
    # ruleid: ldap-injection
    connection.search(search_base=BASE, search_filter="(uid=" + request.POST["name"] + ")")
    return JsonResponse({"found": len(connection.entries)})


def people_checked(request):
    name = request.GET["name"]
    if not name.isalnum():
        return JsonResponse({"found": 0})
    # ok: ldap-injection
    connection.search(BASE, "(uid=%s)" % name)
    return JsonResponse({"found": len(connection.entries)})


def everybody(request):
    # ok: ldap-injection
    connection.search(BASE, "(objectClass=person)", attributes=[request.GET["attribute"]])
    return JsonResponse({"found": len(connection.entries)})
