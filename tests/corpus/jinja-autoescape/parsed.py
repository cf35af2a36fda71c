"""Templates that are only read, and templates that are filled in."""

from jinja2 import Environment


class Checker:
    def __init__(self):
        # ok: jinja-autoescape
        self.environment: Environment = Environment()
        # ruleid: jinja-autoescape
        self.pages: Environment = Environment()

    def check(self, template):
        return self.environment.parse(template)

    def fill(self, template, values):
        return self.pages.from_string(template).render(values)
