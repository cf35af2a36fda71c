"""websockets: each connection brings messages."""

import os
import shlex

import websockets


async def handler(websocket):
    first = await websocket.recv()
    # ruleid: command-injection
    os.system("say " + first)
    async for message in websocket:
        # ruleid: command-injection
        os.system("say " + message)
        # ok: command-injection
        os.system("say " + shlex.quote(message))


async def main():
    async with websockets.serve(handler, "localhost", 8765):
        # ok: command-injection
        os.system("say started")
