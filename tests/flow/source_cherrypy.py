"""What a request brings, name by name; the method is one of a few words."""
import cherrypy
import os


def of_cherrypy_request():
    # hit
    os.system(cherrypy.request.params)
    # hit
    os.system(cherrypy.request.json)
    # hit
    os.system(cherrypy.request.body)
    # hit
    os.system(cherrypy.request.headers)
    # hit
    os.system(cherrypy.request.cookie)
    # hit
    os.system(cherrypy.request.query_string)
    # hit
    os.system(cherrypy.request.path_info)
    # hit
    os.system(cherrypy.request.request_line)
    # clean
    os.system(cherrypy.request.method)
