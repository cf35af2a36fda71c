"""Modes that are given to files."""

import os
import stat
from pathlib import Path

SHARED = 0o777


def install(target, sftp):
    # ruleid: file-permissions
    os.chmod(target, 0o777)
    # ok: file-permissions
    os.chmod(target, 0o755)
    # ruleid: file-permissions
    os.chmod(target, SHARED)
    # ruleid: file-permissions
    os.chmod(target, stat.S_IRWXU | stat.S_IWOTH)
    # ok: file-permissions
    os.chmod(target, stat.S_IRWXU | stat.S_IROTH)
    # ruleid: file-permissions
    Path(target).chmod(0o666)
    # ok: file-permissions
    Path(target).chmod(0o664)
    # ruleid: file-permissions
    sftp.chmod("/srv/shop/run.sh", 0o777)
    # ok: file-permissions
    os.chmod("/srv/shop/drop", 0o1777)
    # ok: file-permissions
    os.makedirs(target, 0o777)


def detach():
    # ruleid: file-permissions
    os.umask(0)
    # ok: file-permissions
    os.umask(0o077)


def current_mask():
    # ok: file-permissions
    mask = os.umask(0)
    os.umask(mask)
    return mask
