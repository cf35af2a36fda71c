"""CherryPy: exposed methods and others."""

import os

import cherrypy


class Tools:
    @cherrypy.expose
    def ping(self, host):
        # ruleid: command-injection
        os.system("ping -c 1 " + host)
        # ok: command-injection
        os.system("ping -c 1 localhost")

    @cherrypy.expose
    @cherrypy.tools.json_in()
    def make(self):
        # ruleid: command-injection
        os.system("make " + cherrypy.request.json["target"])
        # ok: command-injection
        os.system("make all")

    @cherrypy.expose()
    def count(self, lines):
        # ok: command-injection
        os.system("head -n %d shop.log" % int(lines))
