"""What runs text as code, and what imports by name."""

import ast
import importlib.util
import pydoc
import runpy
import timeit

import cherrypy
import numexpr
import pandas
import sympy
from django.utils.module_loading import import_string

FORMULAS = {"double": "x * 2", "half": "x / 2"}


class Calculator:
    @cherrypy.expose
    def run(self, text, name):
        # ruleid: code-injection
        eval(text)
        # ok: code-injection
        ast.literal_eval(text)
        # ruleid: code-injection
        code = compile(text, "<text>", "exec")
        # ok: code-injection
        compile(text, "<text>", "exec")
        # ok: code-injection
        tree = compile(text, "<text>", "exec", ast.PyCF_ONLY_AST)
        # ruleid: code-injection
        timeit.timeit(text)
        # ok: code-injection
        timeit.timeit("x * 2", number=len(text))
        # ruleid: code-injection
        sympy.sympify(text)
        # ok: code-injection
        sympy.sympify("x * 2")
        # ruleid: code-injection
        numexpr.evaluate(text)
        # ok: code-injection
        numexpr.evaluate(FORMULAS.get(name, "x"))
        # ruleid: code-injection
        pandas.DataFrame([]).query(text)
        # ok: code-injection
        pandas.DataFrame([]).query("x > 2")
        # ruleid: code-injection
        pandas.DataFrame([]).eval(text)

    @cherrypy.expose
    def plugin(self, name):
        # ruleid: code-injection
        import_string(name)
        # ok: code-injection
        import_string("shop.plugins.Sales")
        # ruleid: code-injection
        pydoc.locate(name)
        # ruleid: code-injection
        runpy.run_path(name)
        # ok: code-injection
        runpy.run_path("jobs/daily.py")
        # ruleid: code-injection
        importlib.util.spec_from_file_location("plugin", name)
