import os

import state
import writers
from state import CACHE, OTHER, Config, known, last, names


def attribute_bad():
    # hit
    os.system(state.last)


def attribute_ok():
    # clean
    os.system(state.quiet)


def imported_late_bad():
    from state import last as now
    # hit
    os.system(now)


def imported_late_ok():
    from state import quiet as now
    # clean
    os.system(now)


def imported_at_the_start_ok():
    # The name still stands for what the variable held when the program began.
    # clean
    os.system(last)


def key_bad():
    # hit
    os.system(state.CACHE["shown"])


def key_ok():
    # clean
    os.system(state.CACHE["plain"])


def imported_key_bad():
    # hit
    os.system(CACHE["asked"])


def imported_key_ok():
    # clean
    os.system(CACHE["plain"])


def got_bad():
    # hit
    os.system(CACHE.get("asked", ""))


def got_ok():
    # clean
    os.system(CACHE.get("plain", ""))


def through_name_bad():
    cache = state.CACHE
    # hit
    os.system(cache["asked"])


def through_name_ok():
    cache = state.CACHE
    # clean
    os.system(cache["plain"])


def elements_bad():
    for name in names:
        # hit
        os.system(name)


def elements_ok():
    for name in known:
        # clean
        os.system(name)


def converted_bad():
    # hit
    os.system(OTHER["text"])


def converted_ok():
    # clean
    os.system("sleep %s" % OTHER["count"])


def class_bad():
    # hit
    os.system(Config.command)


def class_ok():
    # clean
    os.system(Config.folder)


def of_the_writer_bad():
    # hit
    os.system(writers.local)


def of_the_writer_ok():
    # clean
    os.system(writers.fixed)


def checked_ok():
    if state.last not in ("start", "stop"):
        return
    # clean
    os.system(state.last)


def checked_bad():
    if state.quiet not in ("start", "stop"):
        return
    # hit
    os.system(state.last)


def told():
    return state.last


def told_fixed():
    return state.quiet


def helper_bad():
    # hit
    os.system(told())


def helper_ok():
    # clean
    os.system(told_fixed())


def copied():
    # clean: only a copy was changed
    os.system(state.COPIED["shown"])
    # By another name.
    # hit
    os.system(state.ALIASED["shown"])
