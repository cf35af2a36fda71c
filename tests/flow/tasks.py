"""Tasks, threads, pools, and functions handed to functions."""
import asyncio
import functools
import itertools
import operator
import os
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing import Pool, Process

from flask import request


async def fetch(value, label):
    return value


async def fixed(value):
    return "x"


async def run(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


async def awaited():
    bad, good = request.args["x"], "x"
    # hit
    os.system(await fetch(bad, good))
    # clean
    os.system(await fetch(good, bad))
    first, second = await asyncio.gather(fetch(bad, good), fixed(bad))
    # hit
    os.system(first)
    # clean
    os.system(second)
    found = await asyncio.gather(fetch(good, bad), fetch(bad, good))
    # clean
    os.system(found[0])
    # hit
    os.system(found[1])
    task = asyncio.create_task(fetch(bad, good))
    # hit
    os.system(await task)
    task = asyncio.create_task(fixed(bad))
    # clean
    os.system(await task)
    # hit
    os.system(task_result(asyncio.create_task(fetch(bad, good))))
    task = asyncio.ensure_future(run(bad, good))
    await task
    # hit
    os.system(await asyncio.wait_for(fetch(bad, good), 3))
    # clean
    os.system(await asyncio.wait_for(fetch(good, bad), 3))
    async with asyncio.TaskGroup() as group:
        one = group.create_task(fetch(bad, good))
        two = group.create_task(fixed(bad))
    # hit
    os.system(one.result())
    # clean
    os.system(two.result())
    for done in asyncio.as_completed([fetch(bad, good)]):
        # hit
        os.system(await done)


def task_result(task):
    return task.result()


def plain(command, label):
    return command


def plain_run(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


def thread_run(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


def named_run(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


def process_run(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


def timer_run(command):
    # hit
    os.system(command)


def untouched(command):
    # clean
    os.system(command)


async def threads():
    bad, good = request.args["x"], "x"
    # hit
    os.system(await asyncio.to_thread(plain, bad, good))
    # clean
    os.system(await asyncio.to_thread(plain, good, bad))
    loop = asyncio.get_running_loop()
    # hit
    os.system(await loop.run_in_executor(None, plain, bad, good))
    # clean
    os.system(await loop.run_in_executor(None, plain, good, bad))
    # hit
    os.system(await loop.run_in_executor(None, functools.partial(plain, bad, label=good)))
    # clean
    os.system(await loop.run_in_executor(None, functools.partial(plain, good, label=bad)))
    # hit
    os.system(await loop.run_in_executor(None, lambda: plain(bad, good)))
    # clean
    os.system(await loop.run_in_executor(None, lambda: plain(good, bad)))
    await loop.run_in_executor(None, plain_run, bad, good)
    threading.Thread(target=thread_run, args=(bad, good)).start()
    threading.Thread(target=named_run, kwargs={"command": bad, "label": good}).start()
    Process(target=process_run, args=(bad, good)).start()
    threading.Timer(3, timer_run, [bad]).start()
    threading.Thread(target=untouched, args=(good,)).start()


class Worker(threading.Thread):
    def __init__(self, command, label):
        super().__init__()
        self.command = command
        self.label = label

    def run(self):
        # hit
        os.system(self.command)
        # clean
        os.system(self.label)


def workers():
    worker = Worker(request.args["x"], "x")
    worker.run()


def pools():
    bad, good = request.args["x"], "x"
    with ThreadPoolExecutor() as pool:
        # hit
        os.system(pool.submit(plain, bad, good).result())
        # clean
        os.system(pool.submit(plain, good, bad).result())
        futures = [pool.submit(plain, bad, good)]
        for future in as_completed(futures):
            # hit
            os.system(future.result())
        futures = [pool.submit(plain, good, bad)]
        for future in as_completed(futures):
            # clean
            os.system(future.result())
        for value in pool.map(str.upper, [bad]):
            # hit
            os.system(value)
        for value in pool.map(len, [bad]):
            # clean
            os.system(value)
        for value in pool.map(shout, [bad]):
            # hit
            os.system(value)
        for value in pool.map(silence, [bad]):
            # clean
            os.system(value)


def pooled():
    with Pool(3) as pool:
        # hit
        os.system(pool.map(shout, [request.args["x"]])[0])
        # clean
        os.system(pool.map(silence, [request.args["x"]])[0])
        # hit
        os.system(pool.apply(plain, (request.args["x"], "x")))
        # clean
        os.system(pool.apply(plain, ("x", request.args["x"])))
        # hit
        os.system(pool.starmap(plain, [(request.args["x"], "x")])[0])
        # clean
        os.system(pool.starmap(plain, [("x", request.args["x"])])[0])


def shout(value):
    return value.upper()


def silence(value):
    return "x"


def getters():
    bad, good = request.args["x"], "x"
    record = {"a": bad, "b": good}
    # hit
    os.system(operator.itemgetter("a")(record))
    # clean
    os.system(operator.itemgetter("b")(record))
    first, second = operator.itemgetter("a", "b")(record)
    # hit
    os.system(first)
    # clean
    os.system(second)
    by_a = operator.itemgetter("a")
    # hit
    os.system(by_a(record))
    # hit
    os.system(next(map(by_a, [record])))
    # hit
    os.system(functools.partial(plain, bad)(good))
    # clean
    os.system(functools.partial(plain, good)(bad))
    # hit
    os.system(functools.partial(plain, label=good)(bad))
    # hit
    os.system(functools.reduce(lambda all, one: all + one, [good, bad]))
    # clean
    os.system(functools.reduce(lambda all, one: all + one, [good, good]))
    # clean
    os.system(functools.reduce(lambda all, one: all + len(one), [good, bad], 0))
    # hit
    os.system(max([good, bad], key=len))
    # hit
    os.system(sorted([bad], key=lambda one: one)[0])
    # hit
    os.system(list(itertools.chain([good], [bad]))[1])
    for key, group in itertools.groupby([bad], key=len):
        for item in group:
            # hit
            os.system(item)
    # hit
    os.system(list(itertools.accumulate([good, bad]))[1])


def tabled():
    bad, good = request.args["x"], "x"
    table = {"shout": shout, "silence": silence}
    # hit
    os.system(table["shout"](bad))
    # clean
    os.system(table["silence"](bad))
    # hit
    os.system(table[request.args["y"]](bad))
    # clean
    os.system(table[bad](good))


def generated(value):
    yield value
    yield "x"


def generated_pairs(value):
    for part in ["a", "b"]:
        yield part, value


def generators():
    bad = request.args["x"]
    for part in generated(bad):
        # hit
        os.system(part)
    for name, part in generated_pairs(bad):
        # clean
        os.system(name)
        # hit
        os.system(part)
    # hit
    os.system(next(generated(bad)))
    # hit
    os.system(list(generated(bad))[0])
    # hit
    os.system(" ".join(generated(bad)))


async def streamed(value):
    yield value


async def streams():
    async for part in streamed(request.args["x"]):
        # hit
        os.system(part)
    async for part in streamed("x"):
        # clean
        os.system(part)
    # hit
    os.system([part async for part in streamed(request.args["x"])][0])
