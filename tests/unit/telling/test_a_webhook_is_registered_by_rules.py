"""Covers catalog.actions.webhooks.webhooks, catalog.actions.webhooks.addresses,
catalog.actions.webhooks.acts, catalog.actions.webhooks.replaying,
catalog.actions.webhooks.problems, catalog.actions.outcome.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.outcome import Actor
from catalog.actions.problems import ActRefused
from catalog.actions.webhooks.acts import (
    ReactivateWebhook,
    RegisterWebhook,
    RemoveWebhook,
    TurnOffWebhook,
)
from catalog.actions.webhooks.addresses import may_connect, read_webhook_address
from catalog.actions.webhooks.problems import UnknownWebhook
from catalog.actions.webhooks.webhooks import (
    MOST_WEBHOOKS,
    reactivate_webhook,
    register_webhook,
    remove_webhook,
    turn_off_webhook,
)
from catalog.model.identifiers import Name
from catalog.model.storage import SecretReference
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from tests.unit.catalog.examples import NOW, VAL_DILLE, VALCOBREIZH, facts_in, told

OWNER = replace(VAL_DILLE, approved_hosts=("outils.valdille.fr", "crm.valdille.fr:8443"))
SECRET = SecretReference("env", f"INTERCO_SECRET_{OWNER.siren}_HOOK")
URL = "https://outils.valdille.fr/interco?canal=1"
ACTOR = Actor("steward@val", "urn:a", OWNER.siren, OWNER.siren, frozenset({"steward"}))
ACT = RegisterWebhook(Name("suivi"), URL, SECRET)


def facts(*webhooks, demo=False, owner=OWNER):
    catalog = snapshot_of(
        version=CatalogVersion("e", 1), organisations=[owner, VALCOBREIZH], webhooks=webhooks
    )
    return replace(facts_in(catalog), demo=demo)


def registered(**more):
    (webhook,) = register_webhook(replace(ACT, **more), ACTOR, facts()).changes.put
    return webhook


def refusals(act, known=None):
    with pytest.raises(ActRefused) as refused:
        register_webhook(act, ACTOR, known or facts())
    return [(each.path, told(each.problem).code) for each in refused.value.findings]


def test_it_belongs_to_the_organisation_acted_for_and_is_counted_from_now():
    webhook = registered(kinds=frozenset({"agreement.revoked"}))
    assert webhook.id == "val_d_ille_aubigne__suivi"
    assert (webhook.organisation, webhook.since, webhook.active) == (OWNER.siren, NOW, True)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://outils.valdille.fr",
        "https://outils.valdille.fr:444/a",
        "https://crm.valdille.fr:8443/",
    ],
)
def test_an_approved_host_may_be_told(url):
    assert registered(url=url).url == url


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://ailleurs.fr/", "host_not_approved"),
        ("https://crm.valdille.fr/", "host_not_approved"),
        ("https://outils.valdille.fr.ailleurs.fr/", "host_not_approved"),
        ("http://outils.valdille.fr/", "webhook_refused"),
        ("https://u:p@outils.valdille.fr/", "webhook_refused"),
        ("https://outils.valdille.fr@ailleurs.fr/", "webhook_refused"),
        ("https://outils.valdille.fr/#a", "webhook_refused"),
        ("https://outils.valdille.fr/a b", "webhook_refused"),
        ("https://outils.valdille.fr/a\r\nX: y", "webhook_refused"),
        ("https://outils.valdille.fr/\u00e9", "webhook_refused"),
        ("https://outils.valdille.fr\\@ailleurs.fr/", "webhook_refused"),
        ("https://outils.valdille.fr:0/", "webhook_refused"),
        ("https://outils.valdille.fr:99999/", "webhook_refused"),
        ("ftp://outils.valdille.fr/", "webhook_refused"),
        ("file:///etc/passwd", "webhook_refused"),
        ("https:///a", "webhook_refused"),
        ("https://outils.valdille.fr/" + "a" * 500, "webhook_refused"),
        ("", "webhook_refused"),
    ],
)
def test_any_other_address_is_refused(url, code):
    assert refusals(replace(ACT, url=url)) == [(("url",), code)]


def test_the_machine_itself_may_be_told_in_a_demo_only():
    act = replace(ACT, url="http://localhost:9000/")
    assert register_webhook(act, ACTOR, facts(demo=True)).changes.put
    assert refusals(act) == [(("url",), "webhook_refused"), (("url",), "host_not_approved")]


def test_all_that_is_wrong_is_told_at_once():
    other = SecretReference("env", f"INTERCO_SECRET_{VALCOBREIZH.siren}_HOOK")
    act = replace(
        ACT, url="https://ailleurs.fr", secret=other, kinds=frozenset({"agreement.revok"})
    )
    assert refusals(act) == [
        (("url",), "host_not_approved"),
        (("secret",), "invalid_secret_reference"),
        (("kinds",), "unknown_message_kind"),
    ]


def test_a_kind_that_is_nearly_right_is_suggested():
    with pytest.raises(ActRefused) as refused:
        register_webhook(replace(ACT, kinds=frozenset({"agreement.revok"})), ACTOR, facts())
    (found,) = refused.value.findings
    assert found.problem.did_you_mean == "agreement.revoked"


def test_an_organisation_has_so_many_and_no_more():
    full = [registered(name=Name(f"n{number}")) for number in range(MOST_WEBHOOKS)]
    assert refusals(ACT, facts(*full)) == [(("name",), "webhook_refused")]
    again = replace(ACT, name=Name("n0"))
    assert register_webhook(again, ACTOR, facts(*full)).changes.put


def test_nobody_acts_for_no_organisation():
    with pytest.raises(ActRefused):
        register_webhook(ACT, replace(ACTOR, organisation=None), facts())


def test_only_its_own_organisation_removes_it():
    webhook = registered()
    known = facts(webhook)
    assert remove_webhook(RemoveWebhook(webhook.id), ACTOR, known).changes.removed == (webhook,)
    for actor in (
        replace(ACTOR, organisation=VALCOBREIZH.siren),
        replace(ACTOR, organisation=None),
    ):
        with pytest.raises(UnknownWebhook):
            remove_webhook(RemoveWebhook(webhook.id), actor, known)


def test_it_is_turned_off_once_and_its_stewards_are_told_of_its_host_alone():
    webhook = registered()
    acted = turn_off_webhook(TurnOffWebhook(webhook.id), facts(webhook))
    (off,) = acted.changes.put
    assert not off.active
    (notice,) = acted.changes.messages
    assert (notice.kind, notice.to) == ("webhook.turned_off", (OWNER.siren,))
    assert notice.roles == {"steward"}
    assert notice.facts == {"host": "outils.valdille.fr"}
    assert turn_off_webhook(TurnOffWebhook(webhook.id), facts(off)).changes.is_empty
    assert turn_off_webhook(TurnOffWebhook(webhook.id), facts()).changes.is_empty


def test_it_is_turned_on_again_only_where_it_may_still_be_told():
    off = replace(registered(), active=False)
    act = ReactivateWebhook(off.id)
    (on,) = reactivate_webhook(act, ACTOR, facts(off)).changes.put
    assert on.active
    assert reactivate_webhook(act, ACTOR, facts(on)).changes.is_empty
    with pytest.raises(ActRefused):
        reactivate_webhook(act, ACTOR, facts(off, owner=replace(OWNER, approved_hosts=())))


@pytest.mark.parametrize(
    ("ip", "may"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.1.2.3", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::10.1.2.3", False),
        ("2002:a01:203::1", False),
    ],
)
def test_only_public_addresses_are_spoken_to(ip, may):
    address = read_webhook_address(URL)
    assert may_connect(ip, address, OWNER, demo=False) is may
    assert may_connect(ip, address, OWNER, demo=True) is may


@pytest.mark.parametrize("entry", ["10.1.2.3", "10.1.2.3:443"])
def test_a_private_address_that_the_operator_approved_is_spoken_to(entry):
    address = read_webhook_address(URL)
    assert may_connect("10.1.2.3", address, replace(OWNER, approved_hosts=(entry,)), demo=False)
    other = replace(OWNER, approved_hosts=("10.1.2.3:80",))
    assert not may_connect("10.1.2.3", address, other, demo=False)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_whatever_is_written_is_read_as_one_plain_address_or_not_at_all(text):
    address = read_webhook_address(f"https://outils.valdille.fr/{text}")
    if address is not None:
        assert (address.host, address.port) == ("outils.valdille.fr", 443)
        assert not set(address.target) & set(" \r\n#\\")
