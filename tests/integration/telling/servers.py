"""A real mail server and a real HTTP receiver, in this process, that do as a test says."""

import asyncio
import json
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address

from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Inbox:
    """What the mail server took; `answers` are given, one a mail, before it takes any."""

    letters: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        self.sessions.append(session)
        self.letters.append((tuple(envelope.rcpt_tos), envelope.content))
        self.came.set()
        return "250 OK"

    def parsed(self):
        """No property: the server looks at every attribute of this object at each connection."""
        return [message_from_bytes(raw, policy=policy.default) for _, raw in self.letters]

    @property
    def recipients(self):
        return sorted(to for tos, _ in self.letters for to in tos)


@asynccontextmanager
async def mail_server(inbox, *, tls=None):
    """Its port on the loopback; with `tls`, nothing is taken before STARTTLS."""
    loop = asyncio.get_running_loop()
    protocols = []

    def protocol():
        made = SMTP(
            inbox, loop=loop, hostname="test", tls_context=tls, require_starttls=tls is not None
        )
        protocols.append(made)
        return made

    server = await loop.create_server(protocol, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
        for each in protocols:
            if each.transport is not None and not each.transport.is_closing():
                each.transport.abort()


@dataclass
class Received:
    method: str
    target: str
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Receiver:
    """What came, and what is answered: `statuses` one a request, then 200."""

    requests: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    always: int = 200
    location: str = ""
    port: int = 0

    def url(self, scheme="http", host="localhost", path="/crochet"):
        return f"{scheme}://{host}:{self.port}{path}"

    async def _serve(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in lines if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.requests.append(Received(method, target, headers, body))
        status = self.statuses.pop(0) if self.statuses else self.always
        extra = f"Location: {self.location}\r\n" if self.location else ""
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n{extra}\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving(*, tls=None):
    """On the loopback, over TLS where a context is given."""
    receiver = Receiver()

    async def serve(reader, writer):
        try:
            await receiver._serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()


@dataclass(frozen=True)
class Certificate:
    """Self-made: trusted by `client`, by nobody else."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def make_certificate(folder, *names):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "interco test")])
    now = datetime.now(UTC)
    others = [x509.DNSName(each) for each in names]
    others.append(x509.IPAddress(ip_address("192.0.2.1")))
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(others), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "certificate.pem"
    file.write_bytes(private + pem)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return Certificate(server, ssl.create_default_context(cadata=pem.decode()))
