"""Ciphers, modes, paddings and keys."""

from Crypto.Cipher import AES, DES, Blowfish
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SHORT = 1024


def with_des(key, data):
    # ruleid: weak-cipher
    return DES.new(key, DES.MODE_CBC).encrypt(data)


def with_blowfish(key):
    # ruleid: weak-cipher
    return Blowfish.new(key, Blowfish.MODE_CBC)


def with_aes_in_ecb(key, data):
    # ruleid: weak-cipher
    return AES.new(key, AES.MODE_ECB).encrypt(data)


def with_aes_in_gcm(key, data):
    # ok: weak-cipher
    return AES.new(key, AES.MODE_GCM).encrypt_and_digest(data)


def with_triple_des(key, iv):
    # ruleid: weak-cipher
    return Cipher(algorithms.TripleDES(key), modes.CBC(iv))


def with_ecb(key):
    # ruleid: weak-cipher
    return Cipher(algorithms.AES(key), modes.ECB())


def with_ctr(key, nonce):
    # ok: weak-cipher
    return Cipher(algorithms.AES(key), modes.CTR(nonce))


def sealed(key, nonce, data):
    # ok: weak-cipher
    return AESGCM(key).encrypt(nonce, data, None)


def short_key():
    # ruleid: weak-cipher
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def short_key_by_constant():
    # ruleid: weak-cipher
    return RSA.generate(SHORT)


def long_key():
    # ok: weak-cipher
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def long_key_too():
    # ok: weak-cipher
    return RSA.generate(4096)


def old_padding(key, data):
    # ruleid: weak-cipher
    return key.encrypt(data, padding.PKCS1v15())


def old_padding_for_a_signature(key, data):
    # ok: weak-cipher
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def short_curve():
    # ruleid: weak-cipher
    return ec.generate_private_key(ec.SECP192R1())


def common_curve():
    # ok: weak-cipher
    return ec.generate_private_key(ec.SECP256R1())
