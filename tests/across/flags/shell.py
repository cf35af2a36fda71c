import subprocess


def run(command, shell=True, **options):
    # hit: a caller leaves the shell on
    return subprocess.run(command, shell=shell, **options)


def run_quietly(command, shell=False):
    # clean: nobody turns the shell on
    return subprocess.run(command, shell=shell)


def run_by_wish(command, shell=False):
    # hit: a caller turns it on
    return subprocess.run(command, shell=shell)


def run_off(command, shell=True):
    # clean: all callers turn it off
    return subprocess.run(command, shell=shell)
