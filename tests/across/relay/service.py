import os

import httpx

from relay.schemas import Hook


def fetch(url):
    # hit
    return httpx.get(url, timeout=3).text


def wait(seconds):
    os.system(f"sleep {seconds}")


def send(hook: Hook):
    # hit
    os.system("send " + hook.url)
    os.system(f"sleep {hook.retries}")


def sleep(hook):
    hook.url = "x"
    os.system("send " + hook.url)


def send_all(hooks):
    for hook in hooks:
        # hit
        os.system(f"send {hook.url}")


def visit(target):
    # hit
    os.system(f"visit {target}")
