"""A method that a class elsewhere overrides, which hands its argument back to this one."""
import os


class Base:
    def direct(self, text):
        # hit
        os.system(text)

    def direct_quoted(self, text):
        # clean
        os.system("echo " + text)

    def start(self, text):
        self.middle(text)

    def middle(self, text):
        # hit
        os.system(text)

    def begin(self, text):
        self.step(text)

    def step(self, text):
        pass

    def finish(self, text):
        # hit
        os.system(text)

    def begin_quoted(self, text):
        self.step_quoted(text)

    def step_quoted(self, text):
        pass

    def finish_quoted(self, text):
        # clean
        os.system("echo " + text)

    def build(self, text):
        return text

    def run(self, text):
        # hit
        os.system(self.build(text))

    def make(self, text):
        raise NotImplementedError

    def run_made(self, text):
        # clean
        os.system(self.make(text))

    def itself(self, text):
        return text
