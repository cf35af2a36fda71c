"""Calls that may wait for ever."""

import smtplib
import socket
import urllib.request

import aiohttp
import httpx
import requests
from requests import post

STATUS = "https://status.example.com/api"
PATIENCE = 10


def without():
    # ruleid: missing-timeout
    return requests.get(STATUS)


def with_timeout():
    # ok: missing-timeout
    return requests.get(STATUS, timeout=10)


def switched_off():
    # ruleid: missing-timeout
    return requests.get(STATUS, timeout=None)


def with_constant():
    # ok: missing-timeout
    return requests.get(STATUS, timeout=PATIENCE)


def in_a_chain():
    # ruleid: missing-timeout
    return post(STATUS, json={"alive": True}).json()


def in_a_chain_with_timeout():
    # ok: missing-timeout
    return post(STATUS, json={"alive": True}, timeout=(3, 10)).json()


def by_method_name(method):
    # ruleid: missing-timeout
    return requests.request(method, STATUS)


def with_unknown_arguments(**options):
    # ok: missing-timeout
    return requests.get(STATUS, **options)


class Client:
    def __init__(self):
        # ok: missing-timeout
        self.session = requests.Session()

    def status(self):
        # ruleid: missing-timeout
        return self.session.get(STATUS)

    def patient_status(self):
        # ok: missing-timeout
        return self.session.get(STATUS, timeout=PATIENCE)


def with_httpx():
    # ok: missing-timeout
    return httpx.get(STATUS)


def with_httpx_switched_off():
    # ruleid: missing-timeout
    return httpx.get(STATUS, timeout=None)


async def with_aiohttp():
    async with aiohttp.ClientSession() as session:
        # ok: missing-timeout
        async with session.get(STATUS) as answer:
            return await answer.text()


def with_urllib():
    # ruleid: missing-timeout
    return urllib.request.urlopen(STATUS).read()


def with_urllib_and_timeout():
    # ok: missing-timeout
    return urllib.request.urlopen(STATUS, timeout=PATIENCE).read()


def with_a_socket():
    # ruleid: missing-timeout
    return socket.create_connection(("status.example.com", 443))


def with_a_patient_socket():
    # ok: missing-timeout
    return socket.create_connection(("status.example.com", 443), PATIENCE)


def with_mail():
    # ruleid: missing-timeout
    return smtplib.SMTP("mail.example.com")


class Registry:
    """Not a client: a method of the same name."""

    def get(self, name):
        return name


def from_the_registry():
    # ok: missing-timeout
    return Registry().get(STATUS)


def events():
    # ok: missing-timeout
    return requests.get(STATUS, stream=True).iter_lines()


def with_one_client():
    # ruleid: missing-timeout
    return httpx.Client(timeout=None)
