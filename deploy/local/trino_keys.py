"""The keys that lock a Trino: TLS between its nodes, and the key that signs Interco's tokens."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_VALID = timedelta(days=825)
# Clocks of one machine room differ by little.
_SINCE = timedelta(minutes=5)


@dataclass(frozen=True)
class TrinoKeys:
    """`signing_key_file` is the gateway's alone; the other files are the nodes'."""

    folder: Path
    shared_secret: str = field(repr=False)
    spooling_key: str = field(repr=False)

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def signing_key_file(self) -> Path:
        return self.folder / "interco.pem"

    def of_node(self, host: str) -> Path:
        """The folder of one node's own: `server.pem`, `ca.pem` and `interco.pub`."""
        return self.folder / host


def make_trino_keys(folder: Path, hosts: Sequence[str]) -> TrinoKeys:
    """New keys in `folder` (made if absent); `hosts` are names or addresses of the nodes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = ec.generate_private_key(ec.SECP256R1())
    signing = ec.generate_private_key(ec.SECP256R1())
    issuer = _named("Interco Trino")
    root = (
        _certificate(issuer, issuer, authority.public_key(), authority.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_only_signs_certificates(), critical=True)
        .sign(authority, hashes.SHA256())
    )
    ca = root.public_bytes(serialization.Encoding.PEM)
    public = signing.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "ca.pem").write_bytes(ca)
    write_private(folder / "interco.pem", _pem(signing))
    for host in hosts:
        node = folder / host
        node.mkdir(exist_ok=True, mode=0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        signed = (
            _certificate(_named(host), issuer, key.public_key(), authority.public_key())
            .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
            .sign(authority, hashes.SHA256())
        )
        certificate = signed.public_bytes(serialization.Encoding.PEM)
        write_private(node / "server.pem", _pem(key) + certificate)
        (node / "ca.pem").write_bytes(ca)
        (node / "interco.pub").write_bytes(public)
    return TrinoKeys(folder, random_key(48), random_key(32))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SINCE)
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False
        )
    )


def _only_signs_certificates() -> x509.KeyUsage:
    uses = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(key_cert_sign=True, crl_sign=True, **uses)


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def write_private(path: Path, content: bytes) -> None:
    """A file that its owner alone reads."""
    path.touch(mode=0o600)
    path.write_bytes(content)


def random_key(size: int) -> str:
    """`size` random bytes, in base64."""
    return base64.b64encode(secrets.token_bytes(size)).decode()
