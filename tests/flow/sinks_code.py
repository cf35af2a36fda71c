"""Everything that runs Python: outside data beside a constant."""
import cProfile
import code
import codeop
import django.utils.module_loading
import flask
import imp
import importlib
import importlib.util
import js2py
import numexpr
import pandas
import pdb
import pkgutil
import profile
import pydoc
import runpy
import sympy
import sympy.parsing.sympy_parser
import timeit
import werkzeug.utils


def of_builtins():
    bad, good = flask.request.args["x"], "x"
    # hit
    eval(bad)
    # clean
    eval(good)
    # hit
    exec(bad)
    # clean
    exec(good)
    # hit
    compile(bad)
    # clean
    compile(good)
    # hit
    __import__(bad)
    # clean
    __import__(good)


def of_importlib():
    bad, good = flask.request.args["x"], "x"
    # hit
    importlib.import_module(bad)
    # clean
    importlib.import_module(good)


def of_code_interactiveinterpreter():
    bad, good = flask.request.args["x"], "x"
    it = code.InteractiveInterpreter()
    # hit
    it.runsource(bad)
    # clean
    it.runsource(good)
    # hit
    it.runcode(bad)
    # clean
    it.runcode(good)


def of_code_interactiveconsole():
    bad, good = flask.request.args["x"], "x"
    it = code.InteractiveConsole()
    # hit
    it.push(bad)
    # clean
    it.push(good)


def of_timeit():
    bad, good = flask.request.args["x"], "x"
    # hit
    timeit.timeit(bad)
    # clean
    timeit.timeit(good)
    # hit
    timeit.repeat(bad)
    # clean
    timeit.repeat(good)
    # hit
    timeit.Timer(bad)
    # clean
    timeit.Timer(good)


def of_code():
    bad, good = flask.request.args["x"], "x"
    # hit
    code.compile_command(bad)
    # clean
    code.compile_command(good)


def of_codeop():
    bad, good = flask.request.args["x"], "x"
    # hit
    codeop.compile_command(bad)
    # clean
    codeop.compile_command(good)


def of_cprofile():
    bad, good = flask.request.args["x"], "x"
    # hit
    cProfile.run(bad)
    # clean
    cProfile.run(good)
    # hit
    cProfile.runctx(bad)
    # clean
    cProfile.runctx(good)


def of_profile():
    bad, good = flask.request.args["x"], "x"
    # hit
    profile.run(bad)
    # clean
    profile.run(good)


def of_pdb():
    bad, good = flask.request.args["x"], "x"
    # hit
    pdb.run(bad)
    # clean
    pdb.run(good)
    # hit
    pdb.runeval(bad)
    # clean
    pdb.runeval(good)


def of_numexpr():
    bad, good = flask.request.args["x"], "x"
    # hit
    numexpr.evaluate(bad)
    # clean
    numexpr.evaluate(good)


def of_pandas():
    bad, good = flask.request.args["x"], "x"
    # hit
    pandas.eval(bad)
    # clean
    pandas.eval(good)


def of_pandas_dataframe():
    bad, good = flask.request.args["x"], "x"
    it = pandas.read_csv("a.csv")
    # hit
    it.eval(bad)
    # clean
    it.eval(good)
    # hit
    it.query(bad)
    # clean
    it.query(good)


def of_sympy():
    bad, good = flask.request.args["x"], "x"
    # hit
    sympy.sympify(bad)
    # clean
    sympy.sympify(good)
    # hit
    sympy.parse_expr(bad)
    # clean
    sympy.parse_expr(good)


def of_sympy_parsing_sympy_parser():
    bad, good = flask.request.args["x"], "x"
    # hit
    sympy.parsing.sympy_parser.parse_expr(bad)
    # clean
    sympy.parsing.sympy_parser.parse_expr(good)


def of_js2py():
    bad, good = flask.request.args["x"], "x"
    # hit
    js2py.eval_js(bad)
    # clean
    js2py.eval_js(good)


def of_runpy():
    bad, good = flask.request.args["x"], "x"
    # hit
    runpy.run_path(bad)
    # clean
    runpy.run_path(good)
    # hit
    runpy.run_module(bad)
    # clean
    runpy.run_module(good)


def of_pydoc():
    bad, good = flask.request.args["x"], "x"
    # hit
    pydoc.locate(bad)
    # clean
    pydoc.locate(good)


def of_pkgutil():
    bad, good = flask.request.args["x"], "x"
    # hit
    pkgutil.resolve_name(bad)
    # clean
    pkgutil.resolve_name(good)


def of_django_utils_module_loading():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.utils.module_loading.import_string(bad)
    # clean
    django.utils.module_loading.import_string(good)


def of_werkzeug_utils():
    bad, good = flask.request.args["x"], "x"
    # hit
    werkzeug.utils.import_string(bad)
    # clean
    werkzeug.utils.import_string(good)


def of_imp():
    bad, good = flask.request.args["x"], "x"
    # hit
    imp.load_source("a", bad)
    # clean
    imp.load_source("a", good)


def of_importlib_util():
    bad, good = flask.request.args["x"], "x"
    # hit
    importlib.util.spec_from_file_location("a", bad)
    # clean
    importlib.util.spec_from_file_location("a", good)
