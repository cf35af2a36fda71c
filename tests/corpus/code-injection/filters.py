"""A program that runs what it is given for each line that it reads."""

import sys


def main():
    # ruleid: code-injection
    code = compile(sys.argv[1], "<filter>", "eval")
    for line in sys.stdin:
        if eval(code, {"line": line}):
            sys.stdout.write(line)
