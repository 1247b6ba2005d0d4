"""The demo's own certificate for the PostgreSQL door: nobody else vouches for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.demo_mode.state import DemoState

if TYPE_CHECKING:
    from gateway.base.settings import Settings

_DAYS = 30


def with_postgresql(state: DemoState, settings: Settings, port: int | None) -> Settings:
    """The demo's settings with its PostgreSQL door on `port`; as they are where it is shut."""
    if port is None:
        return settings
    certificate, key = state.folder / "postgres.crt", state.folder / "postgres.key"
    write_certificate(certificate, key)
    return settings.model_copy(
        update={
            "postgres_port": port,
            "postgres_certificate_file": certificate,
            "postgres_key_file": key,
        }
    )


def write_certificate(certificate: Path, key: Path) -> None:
    """Both in PEM, for `localhost` and 127.0.0.1, each time anew."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    from gateway.upkeep.secret_store.secrets import write_private

    now = datetime.now(UTC)
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "interco demo")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.unlink(missing_ok=True)
    write_private(
        key,
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
