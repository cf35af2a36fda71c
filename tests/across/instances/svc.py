import os


class Base:
    def shown(self, arg):
        # hit
        return os.system("show " + arg)


class Shell(Base):
    def __init__(self, prefix="sudo"):
        self.prefix = prefix

    def call(self, arg):
        # hit
        return os.system(self.prefix + " " + arg)

    def measure(self, arg):
        return os.system(self.prefix + " wc " + str(len(arg)))

    def trimmed(self, arg):
        return arg.strip()

    @classmethod
    def made(cls, arg):
        # hit
        return os.system("make " + arg)


shell = Shell()
_other = Shell("x")
