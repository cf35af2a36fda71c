"""Directories asked from other frameworks."""

import falcon
import ldap
import ldap3
from ldap3.utils.conv import escape_filter_chars


class People:
    def on_get(self, req, resp, name):
        connection = ldap.initialize("ldap://directory")
        # ruleid: ldap-injection
        connection.search_s("dc=shop", ldap.SCOPE_SUBTREE, "(uid=" + name + ")")
        # ok: ldap-injection
        connection.search_s("dc=shop", ldap.SCOPE_SUBTREE, ldap.filter.filter_format("(uid=%s)", [name]))
        # ruleid: ldap-injection
        connection.simple_bind_s("uid=" + name + ",dc=shop", "secret")
        # ok: ldap-injection
        connection.simple_bind_s("uid=reader,dc=shop", "secret")
        # ruleid: ldap-injection
        connection.delete_s(f"uid={name},dc=shop")

    def on_post(self, req, resp):
        name = req.get_param("name")
        connection = ldap3.Connection("directory")
        # ruleid: ldap-injection
        connection.search("dc=shop", f"(uid={name})")
        # ok: ldap-injection
        connection.search("dc=shop", f"(uid={escape_filter_chars(name)})")
        # ruleid: ldap-injection
        connection.extend.standard.paged_search("dc=shop", "(uid=%s)" % name)
        # ok: ldap-injection
        connection.extend.standard.paged_search("dc=shop", "(uid=*)")


app = falcon.App()
