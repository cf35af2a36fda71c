import asyncio
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import Process
from threading import Thread, Timer

from flask import request


def apply(function, value):
    return function(value)


def apply_all(function, *args, **kwargs):
    return function(*args, **kwargs)


def apply_twice(function, value):
    return apply(function, value)


def retried(function, *args, times=3):
    for _ in range(times):
        try:
            return function(*args)
        except OSError:
            pass


def stripped(function, value):
    return function(value.strip())


def handed_over():
    text = request.args["x"]
    # hit
    apply(os.system, text)
    # clean
    apply(len, text)
    # hit
    apply_twice(os.system, text)
    # clean
    apply_twice(len, text)
    # hit
    retried(os.system, text)
    # clean
    retried(len, text)
    # hit
    stripped(os.system, text)


def with_places():
    text = request.args["x"]
    # hit
    apply_all(subprocess.run, text, shell=True)
    # clean
    apply_all(subprocess.run, ["ls", text])
    # clean
    apply_all(subprocess.run, ["ls", text], shell=False)
    # hit
    apply_all(os.spawnlp, os.P_WAIT, text, "x")


def what_comes_back():
    text = request.args["x"]
    # hit
    os.system(apply(str.strip, text))
    # clean
    os.system(str(apply(len, text)))
    # clean
    os.system(f"sleep {apply(int, text)}")


def threads():
    text = request.args["x"]
    # hit
    Thread(target=os.system, args=(text,)).start()
    # clean
    Thread(target=len, args=(text,)).start()
    # hit
    Process(target=subprocess.call, args=(text,), kwargs={"shell": True}).start()
    # clean
    Process(target=subprocess.call, args=(["ls", text],)).start()
    # hit
    Timer(5, os.system, [text]).start()
    # hit
    threading.Thread(target=partial(subprocess.call, shell=True), args=(text,)).start()


async def pools(loop):
    text = request.args["x"]
    with ThreadPoolExecutor() as pool:
        # hit
        pool.submit(os.system, text)
        # clean
        pool.submit(len, text)
    # hit
    await loop.run_in_executor(None, os.system, text)
    # hit
    await asyncio.to_thread(subprocess.run, text, shell=True)
    # clean
    await asyncio.to_thread(subprocess.run, ["ls", text])
    # hit
    await loop.run_in_executor(None, partial(subprocess.run, text, shell=True))
    # hit
    apply(partial(subprocess.run, shell=True), text)


ACTIONS = {"run": os.system, "size": len}
SAFE = {"size": len, "hash": hash}


def by_table(name):
    # hit
    ACTIONS[name](request.args["x"])
    # clean
    SAFE[name](request.args["x"])
