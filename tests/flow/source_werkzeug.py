"""What a request brings, name by name; the method is one of a few words."""
import os
import werkzeug.wrappers


def of_werkzeug_wrappers_request(request: werkzeug.wrappers.Request):
    # hit
    os.system(request.args)
    # hit
    os.system(request.form)
    # hit
    os.system(request.values)
    # hit
    os.system(request.json)
    # hit
    os.system(request.data)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # hit
    os.system(request.files)
    # hit
    os.system(request.stream)
    # hit
    os.system(request.url)
    # hit
    os.system(request.base_url)
    # hit
    os.system(request.path)
    # hit
    os.system(request.full_path)
    # hit
    os.system(request.query_string)
    # hit
    os.system(request.get_json())
    # hit
    os.system(request.get_data())
    # clean
    os.system(request.method)
