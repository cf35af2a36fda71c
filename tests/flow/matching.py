"""Patterns of `match`: by position, by key, by class, with captures and guards."""
import os

from flask import request


class Job:
    __match_args__ = ("command", "label")

    def __init__(self, command, label):
        self.command = command
        self.label = label


def sequences():
    pair = ["ls", request.args["x"]]
    match pair:
        case [first, second]:
            # clean
            os.system(first)
            # hit
            os.system(second)


def sequences_in_parentheses():
    pair = (request.args["x"], "ls")
    match pair:
        case (first, second):
            # hit
            os.system(first)
            # clean
            os.system(second)


def nested_sequences():
    given = ["run", ["ls", request.args["x"]]]
    match given:
        case ["run", [program, argument]]:
            # clean
            os.system(program)
            # hit
            os.system(argument)


def rests():
    given = ["ls", "x", request.args["x"]]
    match given:
        case [first, *others]:
            # clean
            os.system(first)
            # hit
            os.system(others[1])
            # clean
            os.system(others[0])


def mappings():
    given = {"command": request.args["x"], "label": "x"}
    match given:
        case {"command": command, "label": label}:
            # hit
            os.system(command)
            # clean
            os.system(label)


def mappings_with_rest():
    given = {"command": request.args["x"], "label": "x"}
    match given:
        case {"command": command, **rest}:
            # hit
            os.system(command)
            # clean
            os.system(rest["label"])


def requested():
    match request.get_json():
        case {"command": command}:
            # hit
            os.system(command)
        case {"kind": "list"}:
            # clean
            os.system("ls")


def requested_fixed():
    match request.get_json():
        case {"command": ("ls" | "pwd") as command}:
            # clean
            os.system(command)
        case {"command": command}:
            # hit
            os.system(command)


def requested_fixed_by_position():
    match request.args["x"].split():
        case [("ls" | "pwd") as command, argument]:
            # clean
            os.system(command)
            # hit
            os.system(argument)


def classes():
    job = Job(request.args["x"], "x")
    match job:
        case Job(command=command, label=label):
            # hit
            os.system(command)
            # clean
            os.system(label)


def classes_by_position():
    job = Job(request.args["x"], "x")
    match job:
        case Job(command, label):
            # hit
            os.system(command)
            # clean
            os.system(label)


def types():
    match request.args["x"]:
        case int(number):
            # clean
            os.system(number)
        case str(text):
            # hit
            os.system(text)


def captured():
    match request.args["x"]:
        case "ls" | "pwd" as command:
            # clean
            os.system(command)
        case command:
            # hit
            os.system(command)


def guarded():
    match request.args["x"]:
        case command if command in ("ls", "pwd"):
            # clean
            os.system(command)
        case command if len(command) < 9:
            # hit
            os.system(command)
        case _:
            # clean
            os.system("ls")


def guarded_by_word():
    match request.args["x"]:
        case command if command.isalnum():
            # clean
            os.system(command)


def refused():
    command = request.args["x"]
    match command:
        case "ls" | "pwd":
            pass
        case _:
            return
    # clean
    os.system(command)


def not_refused():
    command = request.args["x"]
    match command:
        case "ls" | "pwd":
            pass
        case _:
            print("other")
    # hit
    os.system(command)


def chosen():
    match request.args["x"]:
        case "list":
            command = "ls"
        case "where":
            command = "pwd"
        case _:
            command = "id"
    # clean
    os.system(command)


def chosen_or_given():
    match request.args["x"]:
        case "list":
            command = "ls"
        case other:
            command = other
    # hit
    os.system(command)


def one_in_parentheses():
    text = request.args["a"]
    match text.split("/"):
        case (part, ):
            return part
    # hit
    os.system(text)
    match text.split("/"):
        case (part):
            return part
    # clean
    os.system(text)
