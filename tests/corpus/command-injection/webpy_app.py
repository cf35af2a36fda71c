"""web.py: input of forms and parts of the path."""

import os
import shlex

import web

urls = ("/show/(.*)", "Show")


class Show:
    def GET(self, name):
        # ruleid: command-injection
        os.system("cat notes/" + name)
        # ok: command-injection
        os.system("cat notes/" + shlex.quote(name))

    def POST(self):
        given = web.input(name="")
        # ruleid: command-injection
        os.system("touch notes/" + given.name)
        # ok: command-injection
        os.system("touch notes/new")
