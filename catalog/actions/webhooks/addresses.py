"""Addresses of webhooks: an approved host, by https, and nothing hidden in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from catalog.actions.organisation import is_host
from catalog.actions.texts import unsafe_text
from catalog.model.organisation import Organisation
from catalog.reachable import is_entry_of, is_loopback, is_public

MAX_URL = 500
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """`target` is path and query, as they go on the wire. `host` is lower case, no brackets."""

    is_https: bool
    host: str
    port: int
    target: str

    @property
    def is_loopback(self) -> bool:
        return self.host in _LOOPBACK

    @property
    def authority(self) -> str:
        """As in the Host header: the port where it is not the default, IPv6 in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        default = _DEFAULT_PORTS["https" if self.is_https else "http"]
        return host if self.port == default else f"{host}:{self.port}"

    @property
    def with_port(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_webhook_address(url: str) -> WebhookAddress | None:
    """None for what is not a plain http(s) address: a user, a fragment, a space, a bad port."""
    if len(url) > MAX_URL or not url.isascii() or " " in url or "\\" in url or unsafe_text(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in _DEFAULT_PORTS or not is_host(host) or "@" in parts.netloc:
        return None
    if "#" in url or port == 0:
        return None
    target = parts.path or "/"
    if parts.query:
        target = f"{target}?{parts.query}"
    return WebhookAddress(
        is_https=parts.scheme == "https",
        host=host,
        port=port or _DEFAULT_PORTS[parts.scheme],
        target=target,
    )


def is_approved(address: WebhookAddress, organisation: Organisation) -> bool:
    """The host on any port, or that port of it, as for storages."""
    approved = organisation.approved_hosts
    return address.host in approved or address.with_port in approved


def may_connect(
    ip: str, address: WebhookAddress, organisation: Organisation, *, demo: bool
) -> bool:
    """True where the webhook may connect to `ip`, to which its host's name led.

    A private one (this machine, the operator's network, a cloud's metadata) is refused, unless the
    operator approved it as such, or it is this machine in the demo: a name can lead anywhere
    tomorrow.
    """
    if is_public(ip):
        return True
    if demo and address.is_loopback and is_loopback(ip):
        return True
    return any(is_entry_of(entry, ip, address.port) for entry in organisation.approved_hosts)
