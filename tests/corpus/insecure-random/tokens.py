"""Random values that somebody must not foretell, and those that anybody may."""

import random
import secrets
import string
from random import choice, randint

LETTERS = string.ascii_letters + string.digits


def make_reset_token():
    # ruleid: insecure-random
    return "".join(random.choice(LETTERS) for _ in range(32))


def make_safe_reset_token():
    # ok: insecure-random
    return "".join(secrets.choice(LETTERS) for _ in range(32))


def first_password():
    # ruleid: insecure-random
    password = "".join(random.choices(LETTERS, k=16))
    return password


def first_safe_password():
    # ok: insecure-random
    password = "".join(random.SystemRandom().choices(LETTERS, k=16))
    return password


def send_code(user):
    # ruleid: insecure-random
    otp = randint(100000, 999999)
    user.send(f"Your code is {otp}")


def send_safe_code(user):
    # ok: insecure-random
    otp = 100000 + secrets.randbelow(900000)
    user.send(f"Your code is {otp}")


class Session:
    def __init__(self):
        # ruleid: insecure-random
        self.session_id = "%030x" % random.getrandbits(120)
        # ok: insecure-random
        self.colour = choice(["red", "green", "blue"])
        # ok: insecure-random
        self.csrf_token = secrets.token_urlsafe(32)


def api_key():
    # ruleid: insecure-random
    return {"api_key": "".join(choice(LETTERS) for _ in range(40))}


def shuffle_products(products):
    # ok: insecure-random
    random.shuffle(products)
    return products


def wait_before_retry(attempt):
    # ok: insecure-random
    return 2**attempt + random.uniform(0, 1)


def throw_dice():
    # ok: insecure-random
    return random.randint(1, 6) + random.randint(1, 6)


def simulate_customers(count):
    generator = random.Random(42)
    # ok: insecure-random
    return [generator.choice(["buys", "leaves"]) for _ in range(count)]


def sample_text(words):
    # ok: insecure-random
    token_count = random.randint(5, 20)
    # ok: insecure-random
    return " ".join(random.choice(words) for _ in range(token_count))


def grow_password():
    password = ""
    for _ in range(12):
        # ruleid: insecure-random
        password += random.choice(LETTERS)
    return password


def collect_password():
    password = []
    for _ in range(12):
        # ruleid: insecure-random
        password.append(choice(LETTERS))
    # ruleid: insecure-random
    random.shuffle(password)
    return "".join(password)


def verification_code():
    # ruleid: insecure-random
    code = "%06d" % randint(0, 999999)
    return code


def next_token(tokens):
    # ok: insecure-random
    token = random.choice(tokens)
    return token


def make_boundary():
    # ok: insecure-random
    token = random.randrange(10**9)
    return f"=={token}=="
