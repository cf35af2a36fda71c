"""Templates that become queries."""

from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import text


class Processor:
    def __init__(self):
        # ok: jinja-autoescape
        self.environment: SandboxedEnvironment = SandboxedEnvironment()

    def process(self, template, values):
        return text(self.environment.from_string(template).render(values))
