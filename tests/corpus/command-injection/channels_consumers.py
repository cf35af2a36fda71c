"""Channels: what a consumer receives."""

import os
import shlex

from channels.generic.websocket import AsyncJsonWebsocketConsumer, WebsocketConsumer


class Say(WebsocketConsumer):
    def receive(self, text_data):
        # ruleid: command-injection
        os.system("say " + text_data)
        # ok: command-injection
        os.system("say " + shlex.quote(text_data))


class SayJson(AsyncJsonWebsocketConsumer):
    async def receive_json(self, content):
        # ruleid: command-injection
        os.system("say " + content["text"])
        # ok: command-injection
        os.system("say hello")
