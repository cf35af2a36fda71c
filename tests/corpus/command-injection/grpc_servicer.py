"""gRPC: the request of a servicer."""

import os
import shlex

import tools_pb2
import tools_pb2_grpc


class Tools(tools_pb2_grpc.ToolsServicer):
    def Ping(self, request, context):
        # ruleid: command-injection
        os.system("ping -c 1 " + request.host)
        # ok: command-injection
        os.system("ping -c 1 " + shlex.quote(request.host))
        return tools_pb2.Reply()

    def Make(self, request, context):
        # ruleid: command-injection
        os.system(f"make {request.target}")
        # ok: command-injection
        os.system("make all")
        return tools_pb2.Reply()
