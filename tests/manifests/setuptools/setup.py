import os
from setuptools import find_packages, setup

BASE = ["requests>=2.31", "six==1.16.0"]
TESTS = ("pytest",)

if os.environ.get("NEVER_READ"):
    raise SystemExit("this file is never run")

setup(
    name="shop",
    packages=find_packages(),
    install_requires=BASE + ["click>=8"],
    extras_require={"tests": TESTS, "docs": ["sphinx ~= 7.0"]},
    setup_requires=["wheel"],
    tests_require=[f"not-read-{os.name}", "mock"],
)
