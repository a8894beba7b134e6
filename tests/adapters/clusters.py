"""Search engines for tests: one that speaks OpenSearch's wire, and ones that misbehave.

osmem-server is an OpenSearch-compatible server in memory: it proves what goes over the wire, not a
cluster. With WORKBENCH_OPENSEARCH (and _USER, _PASSWORD, _CA) a real cluster takes its place.
"""

import http.server
import json
import os
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from osmem_server import OsmemServer

from workbench.adapters.opensearch_wire import (
    ENVIRONMENT,
    Cluster,
    PasswordSource,
    cluster_of_environment,
)


@contextmanager
def cluster() -> Iterator[tuple[Cluster, PasswordSource | None]]:
    """The developer's own cluster where one is named, else osmem over real HTTP."""
    real = cluster_of_environment()
    if real is not None:
        password = os.environ.get(f"{ENVIRONMENT}_PASSWORD")
        yield real, lambda refused: password
        return
    with osmem() as address:
        yield Cluster(address, shards=3), None


@contextmanager
def osmem(port: int = 0) -> Iterator[str]:
    """The address of an empty osmem-server."""
    server = OsmemServer.start(addr=f"127.0.0.1:{port}")
    try:
        yield server.url
    finally:
        server.close()
        if server.process.stdout:
            server.process.stdout.close()


@dataclass
class Request:
    """What a scripted server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def lines(self) -> list[dict[str, object]]:
        """The lines of a bulk request."""
        return [json.loads(line) for line in self.body.splitlines()]


# A status and a JSON body; None drops the line without a word.
Answer = tuple[int, object] | None


@dataclass
class Scripted:
    """A small HTTP server that answers by a function, and remembers what it was asked."""

    answer: Callable[[Request], Answer]
    address: str = ""
    asked: list[Request] = field(default_factory=list)


@contextmanager
def scripted(
    answer: Callable[[Request], Answer], tls: tuple[Path, Path] | None = None
) -> Iterator[Scripted]:
    """Serves on this machine, over TLS where certificate and key are given."""
    script = Scripted(answer)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(length))
            script.asked.append(request)
            said = script.answer(request)
            if said is None:
                self.close_connection = True
                return
            status, body = said
            is_text = isinstance(body, str)
            data = body.encode() if is_text else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "text/html" if is_text else "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing on the terminal."""

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        # In the thread of the request, or a refused handshake would stop the server.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    port = server.server_address[1]
    script.address = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path, name: str = "127.0.0.1", days: int = 1) -> tuple[Path, Path]:
    """A certificate that nobody else vouches for, and its key, as PEM files; -1 day: expired."""
    key, request, certificate = (folder / f"{name}{days}.{end}" for end in ("key", "csr", "pem"))
    known_as = f"IP:{name}" if name[0].isdigit() else f"DNS:{name}"
    extensions = folder / "extensions"
    extensions.write_text(
        f"subjectAltName={known_as}\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n"
    )
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    made = ["-keyout", str(key), "-out", str(request)]
    signed = ["-signkey", str(key), "-days", str(days), "-extfile", str(extensions)]
    for command in (
        ["req", "-new", *curve, "-subj", f"/CN={name}", *made],
        ["x509", "-req", "-in", str(request), *signed, "-out", str(certificate)],
    ):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return certificate, key
