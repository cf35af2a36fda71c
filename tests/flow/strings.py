"""Every way in which text is made of text."""
import os
from string import Template

from flask import request


def operators():
    bad, good = request.args["x"], "x"
    # hit
    os.system("ls " + bad + " -l")
    # clean
    os.system("ls " + good + " -l")
    # hit
    os.system("ls %s" % bad)
    # clean
    os.system("ls %s" % good)
    # hit
    os.system("ls %s %s" % ("-l", bad))
    # clean
    os.system("ls %s %d" % ("-l", bad))
    # hit
    os.system("ls %(a)s" % {"a": bad, "b": good})
    # clean
    os.system("ls %(b)s" % {"a": bad, "b": good})
    # hit
    os.system(bad * 2)
    # clean
    os.system(good * 2)


def augmented():
    bad = good = "ls "
    bad += request.args["x"]
    good += "x"
    # hit
    os.system(bad)
    # clean
    os.system(good)
    text = "ls %s"
    text %= request.args["x"]
    # hit
    os.system(text)


def formats():
    bad, good = request.args["x"], "x"
    # hit
    os.system("ls {}".format(bad))
    # clean
    os.system("ls {}".format(good))
    # hit
    os.system("ls {1}".format(good, bad))
    # clean
    os.system("ls {0}".format(good, bad))
    # hit
    os.system("ls {a}".format(a=bad, b=good))
    # clean
    os.system("ls {b}".format(a=bad, b=good))
    # hit
    os.system("ls {d[k]}".format(d={"k": bad, "o": good}))
    # clean
    os.system("ls {d[o]}".format(d={"k": bad, "o": good}))
    # hit
    os.system("ls {0[1]}".format([good, bad]))
    # clean
    os.system("ls {0[0]}".format([good, bad]))
    # hit
    os.system("ls {:>{w}}".format(bad, w=10))
    # hit
    os.system("ls {a}".format(**{"a": bad, "b": good}))
    os.system("ls {b}".format(**{"a": bad, "b": good}))
    # hit
    os.system("ls {1}".format(*[good, bad]))
    os.system("ls {0}".format(*[good, bad]))
    os.system("ls {a}".format_map({"a": bad, "b": good}))
    # clean
    os.system("ls {b}".format_map({"a": bad, "b": good}))


class Named:
    def __init__(self, bad, good):
        self.bad = bad
        self.good = good


def format_fields():
    named = Named(request.args["x"], "x")
    # hit
    os.system("ls {n.bad}".format(n=named))
    # clean
    os.system("ls {n.good}".format(n=named))
    # hit
    os.system(f"ls {named.bad}")
    # clean
    os.system(f"ls {named.good}")


def f_strings():
    bad, good = request.args["x"], "x"
    # hit
    os.system(f"ls {bad}")
    # clean
    os.system(f"ls {good}")
    # hit
    os.system(f"ls {f'{bad}'}")
    # clean
    os.system(f"ls {f'{good}'}")
    # hit
    os.system(f"ls {bad!r}")
    # hit
    os.system(f"ls {bad:>10}")
    os.system(f"{good:{bad}}")
    # hit
    os.system(f"ls {bad.strip()!s:<{4}}")
    # clean
    os.system(f"ls {len(bad)}")
    # hit
    os.system(f"ls {bad=}")
    # clean
    os.system(f"ls {'a' if bad else 'b'}")


def joins():
    bad, good = request.args["x"], "x"
    # hit
    os.system(" ".join(["ls", bad]))
    # clean
    os.system(" ".join(["ls", good]))
    # hit
    os.system(bad.join(["a", "b"]))
    # hit
    os.system("".join(c for c in bad))
    # clean
    os.system("".join(c for c in good))
    # hit
    os.system(" ".join(("ls", bad)))
    # hit
    os.system(" ".join(str(part) for part in ["ls", bad]))
    # hit
    os.system(" ".join(reversed(["ls", bad])))
    # hit
    os.system(" ".join(map(str, ["ls", bad])))
    # clean
    os.system(" ".join(map(str, ["ls", good])))


def templates():
    bad, good = request.args["x"], "x"
    # hit
    os.system(Template("ls $a").substitute(a=bad))
    # clean
    os.system(Template("ls $a").substitute(a=good))
    # hit
    os.system(Template("ls $a").safe_substitute({"a": bad}))
    # clean
    os.system(Template("ls $a").safe_substitute({"a": good}))
    # hit
    os.system(Template(bad).substitute(a=good))


def parts():
    bad, good = request.args["x"], "a b"
    # hit
    os.system(bad[1:])
    # hit
    os.system(bad[0])
    # hit
    os.system(bad[::-1])
    # clean
    os.system(good[1:])
    # hit
    os.system(bad.split(",")[0])
    # clean
    os.system(good.split(",")[0])
    # hit
    os.system(bad.partition("=")[2])
    # hit
    os.system(bad.rsplit(".", 1)[-1])
    # hit
    os.system(bad.splitlines()[0])
    head, _, tail = bad.partition(":")
    # hit
    os.system(head)
    # hit
    os.system(tail)
    first, *rest = bad.split()
    # hit
    os.system(first)
    # hit
    os.system(rest[0])
    for word in bad.split():
        # hit
        os.system(word)
    for word in good.split():
        # clean
        os.system(word)


def changes():
    bad, good = request.args["x"], "x"
    # hit
    os.system(bad.replace("a", "b"))
    # hit
    os.system(good.replace("x", bad))
    # clean
    os.system(good.replace("x", "y"))
    # hit
    os.system(bad.strip().lower().upper().title())
    # clean
    os.system(good.strip().lower().upper().title())
    # hit
    os.system(bad.lstrip("/").rstrip("/").capitalize().casefold().swapcase())
    # hit
    os.system(bad.removeprefix("a").removesuffix("b").expandtabs())
    # hit
    os.system(bad.center(20).ljust(3).rjust(4).zfill(5))
    # hit
    os.system(bad.translate({1: 2}))
    # clean
    os.system(str(bad.count("a")))
    # clean
    os.system(str(bad.find("a")))
    # clean
    os.system(str(bad.startswith("a")))
    # clean
    os.system(str(bad.isdigit()))


def conversions():
    bad, good = request.args["x"], "x"
    # hit
    os.system(str(bad))
    # clean
    os.system(str(good))
    # hit
    os.system(repr(bad))
    # hit
    os.system(bytes(bad, "utf-8"))
    # hit
    os.system(bytearray(bad, "utf-8").decode())
    # hit
    os.system(bad.encode().decode("ascii", "ignore"))
    # clean
    os.system(good.encode().decode("ascii", "ignore"))
    # hit
    os.system(str(bad.encode(), "utf-8"))
    os.system(memoryview(bad.encode()).tobytes())
    # hit
    os.system(format(bad, ">10"))
    # clean
    os.system(str(int(bad)))
    # clean
    os.system(str(float(bad)))
    # clean
    os.system(str(len(bad)))
    # clean
    os.system(hex(int(bad)))
    # clean
    os.system(str(bad == good))
    # clean
    os.system(str(ord(bad[0])))
    # clean
    os.system(str(not bad))
