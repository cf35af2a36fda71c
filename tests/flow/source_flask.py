"""What a request brings, name by name; the method is one of a few words."""
import flask
import os


def of_flask_request():
    # hit
    os.system(flask.request.args)
    # hit
    os.system(flask.request.form)
    # hit
    os.system(flask.request.values)
    # hit
    os.system(flask.request.json)
    # hit
    os.system(flask.request.data)
    # hit
    os.system(flask.request.headers)
    # hit
    os.system(flask.request.cookies)
    # hit
    os.system(flask.request.files)
    # hit
    os.system(flask.request.stream)
    # hit
    os.system(flask.request.url)
    # hit
    os.system(flask.request.base_url)
    # hit
    os.system(flask.request.full_path)
    # hit
    os.system(flask.request.path)
    # hit
    os.system(flask.request.query_string)
    # hit
    os.system(flask.request.referrer)
    # hit
    os.system(flask.request.host)
    # hit
    os.system(flask.request.view_args)
    # hit
    os.system(flask.request.user_agent)
    # hit
    os.system(flask.request.get_json())
    # hit
    os.system(flask.request.get_data())
    # hit
    os.system(flask.request.authorization)
    # hit
    os.system(flask.request.environ)
    # hit
    os.system(flask.request.url_root)
    # hit
    os.system(flask.request.root_url)
    # hit
    os.system(flask.request.host_url)
    # hit
    os.system(flask.request.input_stream)
    # clean
    os.system(flask.request.method)
