"""MD5 and SHA-1, and when they are said not to guard anything."""

import hashlib
import hashlib as digests
import hmac
import os
import secrets
from hashlib import md5, sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor import hotp

ALGORITHM = "sha1"


def signature(body):
    # ruleid: weak-hash
    return hashlib.md5(body).hexdigest()


def strong_signature(body):
    # ok: weak-hash
    return hashlib.sha256(body).hexdigest()


def entity_tag(body):
    # ok: weak-hash
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def imported(body):
    # ruleid: weak-hash
    return md5(body).hexdigest()


def imported_strong(body):
    # ok: weak-hash
    return sha256(body).hexdigest()


def by_alias(body):
    # ruleid: weak-hash
    return digests.sha1(body).digest()


def by_name(body):
    # ruleid: weak-hash
    return hashlib.new("md5", body).hexdigest()


def by_strong_name(body):
    # ok: weak-hash
    return hashlib.new("sha512", body).hexdigest()


def by_constant(body):
    # ruleid: weak-hash
    return hashlib.new(ALGORITHM, body).hexdigest()


def by_name_not_for_security(body):
    # ok: weak-hash
    return hashlib.new("sha1", body, usedforsecurity=False).hexdigest()


def in_pieces(chunks):
    # ruleid: weak-hash
    digest = hashlib.sha1()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def with_blake(body):
    # ok: weak-hash
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def with_cryptography(body):
    # ruleid: weak-hash
    digest = hashes.Hash(hashes.MD5())
    digest.update(body)
    return digest.finalize()


def with_strong_cryptography(body):
    # ok: weak-hash
    digest = hashes.Hash(hashes.SHA256())
    digest.update(body)
    return digest.finalize()


class Ledger:
    """Not hashlib: a method of the same name."""

    def sha1(self, line):
        return line

    def note(self, line):
        # ok: weak-hash
        return self.sha1(line)


class Cached:
    def key(self, body):
        # ruleid: weak-hash
        self.cache_key = hashlib.md5(body).hexdigest()


def one_time_password(key, counter):
    # ok: weak-hash
    return hotp.HOTP(key, 6, hashes.SHA1()).generate(counter)


def password_goes_elsewhere(password):
    # ok: weak-hash
    return hashlib.md5(password.encode()).hexdigest()


def keyed(key, body):
    # ruleid: weak-hash
    return hmac.new(key, body, "md5").hexdigest()


def csrf_token():
    # ok: weak-hash
    return hashlib.sha1(os.urandom(64)).hexdigest()


def csrf_token_of(session_key):
    # ruleid: weak-hash
    return hashlib.sha1(session_key.encode()).hexdigest()


def csrf_token_of_text():
    # ok: weak-hash
    return hashlib.sha1(secrets.token_hex(32).encode()).hexdigest()
