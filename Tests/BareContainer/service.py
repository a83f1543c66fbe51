#!/usr/bin/env python3
"""A container credential service on ::1 (or 127.0.0.1 where there is no IPv6) for one run of situations.

Prints its address, answers until its standard input ends.
"""
import http.server
import json
import os
import socket
import threading

ANSWER = {
    "AccessKeyId": "ASIACONTAINEREXAMPLE",
    "SecretAccessKey": "fake-secret",
    "Token": "fake-token",
    "Expiration": "2999-01-01T00:00:00Z",
    "AccountId": "123456789012",
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/credentials" and self.headers.get("Authorization") == "fake-authorization":
            status, body = 200, json.dumps(ANSWER)
        elif self.path == "/garbage":
            status, body = 200, '{"AccessKeyId":'
        else:
            status, body = 403, json.dumps({"Code": "Denied", "Message": "not you"})
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6

    def server_bind(self):
        # The name of the host, which the base class looks up, may not be had here.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]


class OldServer(Server):
    address_family = socket.AF_INET


try:
    server = Server(("::1", 0), Handler)
    host = "[::1]"
except OSError:
    server = OldServer(("127.0.0.1", 0), Handler)
    host = "127.0.0.1"
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"http://{host}:{server.server_port}", flush=True)
while os.read(0, 1):
    pass
