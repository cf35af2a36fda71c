import shlex

from handed_back.base import Base


class Override(Base):
    def direct(self, text):
        super().direct("echo " + text)

    def direct_quoted(self, text):
        super().direct_quoted(shlex.quote(text))

    def middle(self, text):
        super().middle("echo " + text)

    def step(self, text):
        self.finish("echo " + text)

    def step_quoted(self, text):
        self.finish_quoted(shlex.quote(text))

    def build(self, text):
        return "echo " + super().build(text)

    def make(self, text):
        return "echo " + shlex.quote(super().itself(text))
