"""What a request brings, name by name; the method is one of a few words."""
import flask_restful.reqparse
import os
import rest_framework.serializers


class Order(rest_framework.serializers.Serializer):
    def validate(self, attrs):
        # hit
        os.system(self.initial_data["x"])
        # clean
        os.system(self.partial)


def of_reqparse():
    parser = flask_restful.reqparse.RequestParser()
    # hit
    os.system(parser.parse_args())
    # clean
    os.system(parser.bundle_errors)
