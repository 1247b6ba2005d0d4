"""Authentication-Results as relays write them: the first of the trusted one's counts, no other.

Covers gateway.files.mail_deposits.authentication_results.
"""

import pytest

from gateway.files.mail_deposits.authentication_results import is_authentic, read_results

RELAY, DOMAIN = "mx.interco.fr", "mairie.fr"


@pytest.mark.parametrize(
    "results",
    [
        "mx.interco.fr; dkim=pass header.d=mairie.fr header.s=s1",
        "MX.interco.fr 1; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=dechets@mairie.fr",
        "mx.interco.fr; dmarc=pass (p=none; dis=none) header.from=mairie.fr; dkim=none",
        'mx.interco.fr; dkim=pass reason="good; signature" header.i=@mairie.fr',
        "mx.interco.fr;\r\n dkim=fail header.d=autre.fr;\r\n dkim=pass header.d=mairie.fr",
    ],
)
def test_a_domain_that_was_proved_is_authentic(results):
    assert is_authentic([results], RELAY, DOMAIN)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        ["mx.interco.fr; none"],
        ["mx.interco.fr"],
        ["mx.autre.fr; dkim=pass header.d=mairie.fr"],
        ["mx.interco.fr.mechant.fr; dkim=pass header.d=mairie.fr"],
        ["mx.interco.fr; dkim=pass header.d=autre.fr"],
        ["mx.interco.fr; dkim=pass header.d=fr"],
        ["mx.interco.fr; dkim=pass header.d=xmairie.fr; spf=pass smtp.mailfrom=a@mairie.fr.x.fr"],
        ["mx.interco.fr; spf=softfail smtp.mailfrom=a@mairie.fr"],
        ["mx.interco.fr; spf=pass smtp.helo=mairie.fr"],
        ["mx.interco.fr; (dkim=pass header.d=mairie.fr)"],
        ['mx.interco.fr; x="; dkim=pass header.d=mairie.fr"'],
        ["(mx.interco.fr) mx.autre.fr; dkim=pass header.d=mairie.fr"],
        ["mx.interco.fr; dmarc=fail header.from=mairie.fr; spf=pass smtp.mailfrom=a@mairie.fr"],
        # What came with the mail stands below what the relay wrote.
        ["mx.interco.fr; dkim=fail", "mx.interco.fr; dkim=pass header.d=mairie.fr"],
    ],
)
def test_nothing_else_is(headers):
    assert not is_authentic(headers, RELAY, DOMAIN)


def test_a_domain_above_speaks_for_one_beneath():
    assert is_authentic(["mx.interco.fr; dkim=pass header.d=mairie.fr"], RELAY, "m.mairie.fr")
    assert not is_authentic(["mx.interco.fr; dkim=pass header.d=m.mairie.fr"], RELAY, "mairie.fr")


def test_what_cannot_be_read_is_no_result():
    assert read_results("") == ("", [])
    assert read_results("mx; ;;dkim; =pass; ((((") == ("mx", [])
