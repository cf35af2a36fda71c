"""Functions that exist to render the template that they are given."""

from jinja2 import Environment

environment = Environment(autoescape=True)


def render(template_code, values):
    # ok: template-injection
    return environment.from_string(template_code).render(values)


def greet(name):
    # ruleid: template-injection
    return environment.from_string(f"Hello {name}").render()


def greet_by(template, name):
    # ruleid: template-injection
    return environment.from_string(f"{template} {name}").render()
