"""Tasks that workers run, and messages that are taken from a queue."""
import os

import boto3
import pika
from celery import Celery, shared_task
from flask import Flask, request
from kafka import KafkaConsumer

app = Flask(__name__)
celery = Celery("shop")


@shared_task
def delayed(command):
    # hit
    os.system(command)


@shared_task
def delayed_constant(command):
    # clean
    os.system(command)


@celery.task(bind=True)
def bound(self, command):
    # hit
    os.system(command)


@shared_task
def named(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


@app.get("/send")
def send():
    delayed.delay(request.args["x"])
    delayed_constant.delay("ls")
    bound.apply_async(args=[request.args["x"]])
    named.apply_async(kwargs={"command": request.args["x"], "label": "ls"})


def received(channel, method, properties, body):
    # weak
    os.system(body.decode())
    # clean
    os.system(method.routing_key)


def consume():
    channel = pika.BlockingConnection().channel()
    channel.basic_consume(queue="shop", on_message_callback=received)


def consume_log():
    for message in KafkaConsumer("shop"):
        # weak
        os.system(message.value.decode())


def consume_queue():
    client = boto3.client("sqs")
    for message in client.receive_message(QueueUrl="shop")["Messages"]:
        # weak
        os.system(message["Body"])
