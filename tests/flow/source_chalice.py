"""What a request brings, name by name; the method is one of a few words."""
import chalice
import os


app = chalice.Chalice(app_name="shop")


@app.route("/")
def of_chalice():
    # hit
    os.system(app.current_request.query_params)
    # hit
    os.system(app.current_request.uri_params)
    # hit
    os.system(app.current_request.json_body)
    # hit
    os.system(app.current_request.raw_body)
    # hit
    os.system(app.current_request.headers)
    # hit
    os.system(app.current_request.to_dict())
    # clean
    os.system(app.current_request.method)
