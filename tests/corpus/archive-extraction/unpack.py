"""Archives whose members say where they go."""

import os
import shutil
import tarfile
import tarfile as tape
import zipfile
from pathlib import Path


def everything(path, folder):
    with tarfile.open(path) as archive:
        # ruleid: archive-extraction
        archive.extractall(folder)


def everything_filtered(path, folder):
    with tarfile.open(path) as archive:
        # ok: archive-extraction
        archive.extractall(folder, filter="data")


def trusted_without_reason(path, folder):
    archive = tape.open(path)
    # ruleid: archive-extraction
    archive.extractall(path=folder, filter="fully_trusted")


def one_member(path, name):
    archive = tarfile.TarFile(path)
    # ruleid: archive-extraction
    archive.extract(name)


def one_member_filtered(path, name):
    archive = tarfile.TarFile(path)
    # ok: archive-extraction
    archive.extract(name, filter=tarfile.data_filter)


def chosen_members(path, folder):
    with tarfile.open(path) as archive:
        members = [member for member in archive if member.name.endswith(".csv") and "/" not in member.name]
        # ok: archive-extraction
        archive.extractall(folder, members=members)


def zipped(path, folder):
    with zipfile.ZipFile(path) as archive:
        # ok: archive-extraction
        archive.extractall(folder)


def by_shutil():
    # ruleid: archive-extraction
    shutil.unpack_archive("upload.tgz", "work")


def by_shutil_filtered():
    # ok: archive-extraction
    shutil.unpack_archive("upload.tgz", "work", filter="data")


def by_shutil_zipped():
    # ok: archive-extraction
    shutil.unpack_archive("upload.zip", "work")


def by_hand(path, folder):
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            # ruleid: archive-extraction
            target = os.path.join(folder, info.filename)
            with open(target, "wb") as file:
                file.write(archive.read(info))


def by_hand_with_paths(path, folder):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            # ruleid: archive-extraction
            (Path(folder) / name).write_bytes(archive.read(name))


def by_hand_checked(path, folder):
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            # ok: archive-extraction
            target = (Path(folder) / info.filename).resolve()
            if target.is_relative_to(Path(folder).resolve()):
                target.write_bytes(archive.read(info))


def listed(path, folder):
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            # ok: archive-extraction
            print(os.path.join(folder, info.filename))


class Shelf:
    """Not an archive: a method of the same name."""

    def extractall(self, folder):
        return folder


def from_the_shelf(folder):
    # ok: archive-extraction
    return Shelf().extractall(folder)
