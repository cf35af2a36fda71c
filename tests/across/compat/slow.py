import os


def launch(name):
    # hit
    os.system("open " + name)


def opened(name):
    return name


def only(name):
    # hit
    os.system("only " + name)
