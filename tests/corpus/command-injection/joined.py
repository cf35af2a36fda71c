"""Commands put together with a separator that the system decides."""

import os
import platform


def push(image):
    separator = ";\n"
    if platform.system() == "Windows":
        separator = " && "
    command = separator.join(["docker login", f"docker tag {image} shop"])
    # ruleid: command-injection
    os.system(command)


def push_own():
    separator = ";\n"
    if platform.system() == "Windows":
        separator = " && "
    command = separator.join(["docker login", "docker tag shop"])
    # ok: command-injection
    os.system(command)
