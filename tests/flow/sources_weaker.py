"""Data that is not a request's: whoever runs the program, other hosts, the database."""
import argparse
import fileinput
import http.client
import optparse
import os
import socket
import sqlite3
import sys
import urllib.request

import click
import httpx
import requests
import typer


def of_whoever_runs_it():
    # weak
    os.system(input("name: "))
    # weak
    os.system(sys.argv[1])
    # weak
    os.system(sys.stdin.read())
    # weak
    os.system(sys.stdin.readline())
    # weak
    os.system(sys.stdin.readlines()[0])
    # weak
    os.system(sys.stdin.buffer.read())
    # weak
    os.system(next(fileinput.input()))
    # weak
    os.system(argparse.ArgumentParser().parse_args().name)
    # weak
    os.system(argparse.ArgumentParser().parse_known_args()[0].name)
    # weak
    os.system(optparse.OptionParser().parse_args()[0].name)
    # weak
    os.system(click.prompt("name"))
    # weak
    os.system(typer.prompt("name"))
    # weak
    os.system(os.environ["NAME"])
    # weak
    os.system(os.environb[b"NAME"])
    # weak
    os.system(os.getenv("NAME"))


def of_other_hosts():
    # weak
    os.system(requests.get("https://shop.example").text)
    # weak
    os.system(requests.post("https://shop.example").content)
    # weak
    os.system(requests.request("GET", "https://shop.example").json())
    # weak
    os.system(requests.Session().get("https://shop.example").text)
    # weak
    os.system(requests.Session().post("https://shop.example").text)
    # weak
    os.system(requests.Session().request("GET", "https://shop.example").text)
    # weak
    os.system(httpx.get("https://shop.example").text)
    # weak
    os.system(httpx.post("https://shop.example").content)
    # weak
    os.system(httpx.request("GET", "https://shop.example").read())
    # weak
    os.system(httpx.Client().get("https://shop.example").json())
    # weak
    os.system(httpx.Client().post("https://shop.example").text)
    # weak
    os.system(httpx.Client().request("GET", "https://shop.example").text)
    # weak
    os.system(urllib.request.urlopen("https://shop.example").read())
    # weak
    os.system(socket.socket().recv(100))
    # weak
    os.system(socket.create_connection(("shop.example", 80)).recv(100))
    # weak
    os.system(socket.socket().recvfrom(100)[0])


def of_the_database():
    cursor = sqlite3.connect("a.db").cursor()
    # weak
    os.system(cursor.fetchone()[0])
    # weak
    os.system(cursor.fetchall()[0])
    # weak
    os.system(sqlite3.connect("a.db").execute("SELECT name FROM users").fetchone()[0])
    # weak
    os.system(cursor.execute("SELECT name FROM users").fetchall()[0])
