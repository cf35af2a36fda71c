"""Clients that look at certificates, and those that do not."""

import os
import ssl
from urllib.request import urlopen

import aiohttp
import boto3
import httpx
import paramiko
import pymongo
import requests
import urllib3
from requests import get as fetch

VERIFY = False
CHECKED = True
STATUS = "https://status.example.com/api"


def unverified():
    # ruleid: tls-verification
    return requests.get(STATUS, verify=False, timeout=10)


def verified():
    # ok: tls-verification
    return requests.get(STATUS, verify=True, timeout=10)


def verified_by_own_authority():
    # ok: tls-verification
    return requests.get(STATUS, verify="/etc/ssl/company.pem", timeout=10)


def unverified_by_constant():
    # ruleid: tls-verification
    return fetch(STATUS, verify=VERIFY, timeout=10)


def verified_by_constant():
    # ok: tls-verification
    return fetch(STATUS, verify=CHECKED, timeout=10)


def as_the_environment_says():
    # ok: tls-verification
    return requests.get(STATUS, verify=os.environ["CA_BUNDLE"], timeout=10)


class Client:
    def __init__(self):
        self.session = requests.Session()
        # ruleid: tls-verification
        self.session.verify = False


class CheckedClient:
    def __init__(self):
        self.session = requests.Session()
        # ok: tls-verification
        self.session.verify = "/etc/ssl/company.pem"


def with_httpx():
    # ruleid: tls-verification
    return httpx.Client(verify=False)


def with_checked_httpx():
    # ok: tls-verification
    return httpx.Client(verify=ssl.create_default_context())


async def with_aiohttp():
    async with aiohttp.ClientSession() as session:
        # ruleid: tls-verification
        async with session.get(STATUS, ssl=False) as answer:
            return await answer.text()


async def with_checked_aiohttp():
    async with aiohttp.ClientSession() as session:
        # ok: tls-verification
        async with session.get(STATUS) as answer:
            return await answer.text()


def with_urllib():
    # ruleid: tls-verification
    context = ssl._create_unverified_context()
    return urlopen(STATUS, context=context, timeout=10).read()


def with_checked_urllib():
    # ok: tls-verification
    context = ssl.create_default_context()
    return urlopen(STATUS, context=context, timeout=10).read()


def any_host_name():
    context = ssl.create_default_context()
    # ruleid: tls-verification
    context.check_hostname = False
    return context


def with_boto3():
    # ruleid: tls-verification
    return boto3.client("s3", verify=False)


def with_urllib3():
    # ruleid: tls-verification
    return urllib3.PoolManager(cert_reqs="CERT_NONE")


def with_checked_urllib3():
    # ok: tls-verification
    return urllib3.PoolManager(cert_reqs="CERT_REQUIRED")


class Form:
    """Not a client: an argument of the same name."""

    def submit(self, verify=True):
        return verify


def submit():
    # ok: tls-verification
    return Form().submit(verify=False)


def local():
    # ok: tls-verification
    return requests.get("https://localhost:8443/health", verify=False, timeout=10)


def whole_program():
    # ruleid: tls-verification
    ssl._create_default_https_context = ssl._create_unverified_context


def no_certificate():
    context = ssl.create_default_context()
    # ruleid: tls-verification
    context.verify_mode = ssl.CERT_NONE
    return context


def old_version():
    # ruleid: tls-verification
    return ssl.SSLContext(ssl.PROTOCOL_TLSv1)


def new_version():
    # ok: tls-verification
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def any_host_key():
    client = paramiko.SSHClient()
    # ruleid: tls-verification
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    return client


def known_host_keys():
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    # ok: tls-verification
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    return client


def database():
    # ruleid: tls-verification
    return pymongo.MongoClient("mongodb://db.example.com", tls=True, tlsAllowInvalidCertificates=True)
