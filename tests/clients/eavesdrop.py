"""Stands between a client and the service, and remembers what the client asked for."""

import http.client
import multiprocessing
import os
import tempfile
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DROPPED = {"transfer-encoding", "content-length", "connection", "date", "server"}


class Eavesdropper:
    """`base` is the address to give to the client. The service builds its links from the Host header, so that
    a client that follows them stays here. It is a process of its own: GDAL holds Python's lock while it waits."""

    def __init__(self, base):
        handle, self.notes = tempfile.mkstemp(prefix="eavesdrop-")
        os.close(handle)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler(urllib.parse.urlsplit(base).netloc, self.notes))
        server.daemon_threads = True
        self.base = f"http://127.0.0.1:{server.server_address[1]}"
        self.process = multiprocessing.get_context("fork").Process(target=server.serve_forever, daemon=True)
        self.process.start()
        server.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        os.unlink(self.notes)

    def forget(self):
        open(self.notes, "w").close()

    def heard(self):
        """Path and query of each request, in order."""
        with open(self.notes, encoding="utf-8") as notes:
            return notes.read().splitlines()

    def queries(self, ending):
        """The parameters of each request for a path with this ending, in order."""
        parts = [urllib.parse.urlsplit(path) for path in self.heard()]
        return [dict(urllib.parse.parse_qsl(part.query)) for part in parts if part.path.endswith(ending)]


def handler(service, notes):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            with open(notes, "a", encoding="utf-8") as file:
                file.write(f"{self.path}\n")
            connection = http.client.HTTPConnection(service, timeout=60)
            connection.request("GET", self.path, headers={k: v for k, v in self.headers.items() if k != "Connection"})
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in DROPPED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    return Handler
