"""Environments that make pages."""

import jinja2
from jinja2 import Environment, FileSystemLoader, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

# ruleid: jinja-autoescape
plain = Environment(loader=FileSystemLoader("pages"))
# ok: jinja-autoescape
good = Environment(loader=FileSystemLoader("pages"), autoescape=select_autoescape())
# ok: jinja-autoescape
always = Environment(loader=FileSystemLoader("pages"), autoescape=True)
# ruleid: jinja-autoescape
off = jinja2.Environment(autoescape=False)
# ruleid: jinja-autoescape
boxed = SandboxedEnvironment()
# ok: jinja-autoescape
latex = Environment(block_start_string="\\BLOCK{", block_end_string="}")

page = plain.get_template("index.html")
