"""Network addresses that may be spoken to, of the hosts that organisations name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from catalog.caches import remembered

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_THIS_MACHINE = "localhost"


@remembered(maxsize=4_096)
def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@remembered(maxsize=4_096)
def is_public(ip: str) -> bool:
    """Neither this machine, nor the operator's network, nor what a cloud tells its own machines."""
    return all(address.is_global and not address.is_multicast for address in reached_by(ip))


def is_loopback(ip: str) -> bool:
    return all(address.is_loopback for address in reached_by(ip))


@remembered(maxsize=4_096)
def reached_by(ip: str) -> tuple[Address, ...]:
    """The address, and the IPv4 one that an IPv6 one may carry to a translator."""
    found = ipaddress.ip_address(ip)
    if isinstance(found, ipaddress.IPv4Address):
        return (found,)
    if found.ipv4_mapped is not None:
        return (found.ipv4_mapped,)
    if found in _NAT64:
        return found, ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
    if found.sixtofour is not None:
        return found, found.sixtofour
    return (found, *(found.teredo or ()))


def is_entry_of(entry: str, ip: str, port: int) -> bool:
    """True where an approved host is this very address, or that port of it."""
    bracketed = f"[{ip}]" if ":" in ip else ip
    return entry in {ip, f"{bracketed}:{port}"}


def may_reach(
    ip: str, host: str, port: int, approved: Iterable[str], networks: Iterable[Network]
) -> bool:
    """True where `host`, a name or an address that led to `ip`, may be connected to at `port`.

    An address that is not public, only where the operator approved that very address for the
    organisation (localhost is one), or its network for all: a name can lead anywhere tomorrow.
    """
    if is_public(ip):
        return True
    entries = set(approved)
    if host == _THIS_MACHINE and entries & {host, f"{host}:{port}"} and is_loopback(ip):
        return True
    if any(is_entry_of(entry, ip, port) for entry in entries):
        return True
    allowed = tuple(networks)
    return all(
        any(address.version == each.version and address in each for each in allowed)
        for address in reached_by(ip)
    )
