"""Which addresses may be reached, of those that a name leads to.

Covers catalog.reachable.
"""

from ipaddress import ip_network

import pytest

from catalog.reachable import may_reach

NAME = "base.valdille.fr"
PRIVATE = [
    "127.0.0.1",
    "::1",
    "10.1.2.3",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:10.1.2.3",
    "64:ff9b::10.1.2.3",
    "2002:a01:203::1",
]


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_public_address_may_be_reached(ip):
    assert may_reach(ip, NAME, 5432, (NAME,), ())


@pytest.mark.parametrize("ip", PRIVATE)
def test_a_name_that_was_approved_opens_no_private_address(ip):
    assert not may_reach(ip, NAME, 5432, (NAME, f"{NAME}:5432"), ())


@pytest.mark.parametrize("entry", ["10.1.2.3", "10.1.2.3:5432"])
def test_an_address_that_was_approved_may_be_reached_by_any_name(entry):
    assert may_reach("10.1.2.3", NAME, 5432, (entry,), ())
    assert not may_reach("10.1.2.3", NAME, 80, ("10.1.2.3:5432",), ())
    assert not may_reach("10.1.2.4", NAME, 5432, (entry,), ())
    assert may_reach("fd00::1", NAME, 5432, ("[fd00::1]:5432",), ())


def test_this_machine_by_its_own_name_is_approved_as_such():
    assert may_reach("127.0.0.1", "localhost", 5432, ("localhost",), ())
    assert may_reach("::1", "localhost", 5432, ("localhost:5432",), ())
    assert not may_reach("127.0.0.1", "localhost", 5432, (NAME,), ())
    assert not may_reach("10.0.0.1", "localhost", 5432, ("localhost",), ())
    assert not may_reach("127.0.0.1", NAME, 5432, ("localhost", NAME), ())


def test_a_network_may_be_allowed_for_all():
    networks = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    assert may_reach("10.1.2.3", NAME, 5432, (NAME,), networks)
    assert may_reach("fd00::1", NAME, 5432, (NAME,), networks)
    assert may_reach("::ffff:10.1.2.3", NAME, 5432, (NAME,), networks)
    assert not may_reach("10.2.2.3", NAME, 5432, (NAME,), networks)
    assert not may_reach("169.254.169.254", NAME, 5432, (NAME,), networks)
