"""Networks (CIDR) from which a key or a link may be used, as a person writes them."""

from __future__ import annotations

from ipaddress import IPv6Network, ip_network

_MOST = 20
_NARROWEST_IPV6 = 64
"""Of IPv6 one line is given a network of 64 bits whole: an address within it proves nothing."""


def read_networks(texts: tuple[str, ...]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The networks that can be read, and beside them what is wrong with the others, in both
    languages.
    """
    networks: list[str] = []
    wrong: list[tuple[str, str]] = []
    for text in texts[:_MOST]:
        try:
            network = ip_network(text.strip())
        except ValueError:
            fr = f"« {text[:60]} » n'est pas un réseau (192.0.2.0/24, 2001:db8::/48)"
            wrong.append((fr, f'"{text[:60]}" is no network (192.0.2.0/24, 2001:db8::/48)'))
            continue
        networks.append(str(network))
        if isinstance(network, IPv6Network) and network.prefixlen > _NARROWEST_IPV6:
            fr = f"« {network} » est trop étroit : d'IPv6, un réseau de 64 bits ou plus large"
            en = f'"{network}" is too narrow: of IPv6, a network of 64 bits or wider'
            wrong.append((fr, en))
    if len(texts) > _MOST:
        wrong.append((f"{_MOST} réseaux au plus", f"{_MOST} networks at most"))
    return tuple(networks), wrong
