"""What a request brings, name by name; the method is one of a few words."""
import os
import web


def of_web_ctx():
    # hit
    os.system(web.ctx.query)
    # hit
    os.system(web.ctx.path)
    # hit
    os.system(web.ctx.fullpath)
    # hit
    os.system(web.ctx.env)
    # clean
    os.system(web.ctx.method)
