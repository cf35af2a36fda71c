"""An environment that makes no pages."""

from jinja2 import Environment, FileSystemLoader

# ok: jinja-autoescape
env = Environment(loader=FileSystemLoader("units"))
unit = env.get_template("shop.service.j2")
query = env.get_template("report.sql")
