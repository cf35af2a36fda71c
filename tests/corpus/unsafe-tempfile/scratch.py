"""Scratch files, and who else can make them."""

import os
import tempfile
from pathlib import Path
from tempfile import mktemp

REPORT = "/tmp/report.txt"


def by_name(upload):
    # ruleid: unsafe-tempfile
    scratch = tempfile.mktemp(suffix=".png")
    upload.save(scratch)


def by_handle(upload):
    # ok: unsafe-tempfile
    handle, scratch = tempfile.mkstemp(suffix=".png")
    os.close(handle)
    upload.save(scratch)


def by_imported_name(upload):
    # ruleid: unsafe-tempfile
    upload.save(mktemp())


def with_a_file(upload):
    # ok: unsafe-tempfile
    with tempfile.NamedTemporaryFile() as scratch:
        upload.save(scratch)


def fixed(text):
    # ruleid: unsafe-tempfile
    with open("/tmp/report.txt", "w") as file:
        file.write(text)


def fixed_by_constant(text):
    # ruleid: unsafe-tempfile
    with open(REPORT, mode="a") as file:
        file.write(text)


def fixed_path(text):
    # ruleid: unsafe-tempfile
    Path("/var/tmp/report.txt").write_text(text)


def only_when_absent(text):
    # ok: unsafe-tempfile
    with open("/tmp/report.txt", "x") as file:
        file.write(text)


def only_read():
    # ok: unsafe-tempfile
    with open("/tmp/report.txt") as file:
        return file.read()


def elsewhere(text):
    # ok: unsafe-tempfile
    with open("/srv/app/report.txt", "w") as file:
        file.write(text)


def in_a_folder_of_its_own(text):
    with tempfile.TemporaryDirectory() as folder:
        # ok: unsafe-tempfile
        with open(os.path.join(folder, "report.txt"), "w") as file:
            file.write(text)
