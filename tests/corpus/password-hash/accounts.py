"""How a password is kept."""

import hashlib
import hmac
from hashlib import sha512

import bcrypt
from werkzeug.security import generate_password_hash


def plain(user, password):
    # ruleid: password-hash
    user.stored = hashlib.sha256(password.encode()).hexdigest()


def salted(user, form, salt):
    # ruleid: password-hash
    user.stored = sha512((salt + form["password"]).encode()).hexdigest()


def formatted(user, salt, pwd):
    # ruleid: password-hash
    user.stored = hashlib.md5(f"{salt}:{pwd}".encode()).hexdigest()


def by_name(user, password):
    # ruleid: password-hash
    user.stored = hashlib.new("sha1", password).hexdigest()


def in_pieces(user, salt, password):
    digest = hashlib.sha256(salt)
    # ruleid: password-hash
    digest.update(password.encode())
    user.stored = digest.hexdigest()


def slow(user, password, salt):
    # ok: password-hash
    user.stored = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def slow_by_iterations(user, password, salt):
    # ok: password-hash
    user.stored = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)


def by_framework(user, password):
    # ok: password-hash
    user.stored = generate_password_hash(password)


def shortened_first(user, password):
    # ok: password-hash
    user.stored = bcrypt.hashpw(hashlib.sha256(password.encode()).digest(), bcrypt.gensalt())


def same_length_first(given_password, wanted):
    # ok: password-hash
    return hmac.compare_digest(hashlib.sha256(given_password.encode()).digest(), wanted)


def a_page(body):
    # ok: password-hash
    return hashlib.sha256(body.encode()).hexdigest()


def a_form(password_form):
    # ok: password-hash
    return hashlib.sha256(password_form.template).hexdigest()
