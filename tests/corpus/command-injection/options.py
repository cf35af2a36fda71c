"""Options of a program: what their types, choices and actions let through."""

import argparse
import os
import uuid


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("-n", "--count", type=int, default=10)
    parser.add_argument("--sort-by", choices=["name", "size"])
    parser.add_argument("--key", type=uuid.UUID)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--pattern", dest="word")
    group = parser.add_argument_group("more")
    group.add_argument("--size", type=float)
    group.add_argument("--label", type=str)
    args = parser.parse_args()
    # ruleid: command-injection
    os.system("du -sh " + args.folder)
    # ok: command-injection
    os.system(f"head -n {args.count} log")
    # ok: command-injection
    os.system("ls --sort " + args.sort_by)
    # ok: command-injection
    os.system(f"show {args.key} {args.verbose}")
    # ruleid: command-injection
    os.system("grep " + args.word)
    # ok: command-injection
    os.system(f"head -n {args.size} log")
    # ruleid: command-injection
    os.system("logger " + args.label)


def build():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    show = commands.add_parser("show")
    show.add_argument("--lines", type=int)
    show.add_argument("--name")
    return parser


def built():
    args, rest = build().parse_known_args()
    # ok: command-injection
    os.system(f"head -n {args.lines} log")
    # ruleid: command-injection
    os.system("show " + args.name)
    # ruleid: command-injection
    os.system("show " + " ".join(rest))
