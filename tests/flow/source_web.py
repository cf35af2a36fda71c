"""What a request brings, name by name; the method is one of a few words."""
import os
import web


def of_web():
    # hit
    os.system(web.input())
    # hit
    os.system(web.data())
    # hit
    os.system(web.cookies())
    # clean
    os.system(web.method)
