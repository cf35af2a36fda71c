import subprocess


def launch(name):
    subprocess.run(["open", name])


def opened(name):
    # hit
    return open(name).read()
