"""CherryPy: pages that are exposed by an attribute, resources that are mounted."""
import os

import cherrypy


class Root:
    def index(self, name):
        # hit
        os.system("x " + name)

    index.exposed = True

    def hidden(self, name):
        # weak
        os.system("x " + name)

    hidden.exposed = False


class Resource:
    exposed = True

    def GET(self, name):
        # hit
        os.system("x " + name)

    def POST(self, **fields):
        # hit
        os.system("x " + fields["name"])

    def helper(self, name):
        # weak
        os.system("x " + name)


class Unexposed:
    def GET(self, name):
        # weak
        os.system("x " + name)


cherrypy.tree.mount(Resource(), "/api")
cherrypy.quickstart(Root())
