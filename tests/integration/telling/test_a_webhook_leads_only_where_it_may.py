"""Covers gateway.sharing.notifications.webhook_target,
gateway.sharing.notifications.webhook_registration, catalog.actions.web_address,
catalog.actions.webhooks.acts, gateway.sharing.notifications.problems, catalog.model.message.
"""

import socket
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from catalog.actions.problems import ActRefused, HostNotApproved
from catalog.actions.webhooks.acts import ReactivateWebhook, RegisterWebhook, RemoveWebhook
from catalog.actions.webhooks.problems import UnknownWebhook
from catalog.model.identifiers import Name
from catalog.store import open_store
from gateway.base.problems import ActsRefused
from gateway.sharing.notifications.loop import deliver_due
from gateway.sharing.notifications.problems import (
    WebhookAddressRefused,
    WebhookAnswered,
    WebhookNotTrusted,
    WebhookSecretUnreadable,
    WebhookUnreachable,
)
from gateway.sharing.notifications.webhook_registration import change_webhook, prove_webhook
from tests.integration.telling.servers import receiving
from tests.integration.telling.world import (
    REFERENCE,
    SECRET,
    SMICTOM,
    STEWARD_SUBJECT,
    VAL,
    Secrets,
    acts_on,
    message,
    ports_on,
    put,
    webhook,
)


@pytest.fixture
async def store(tmp_path):
    """Which database it is does not matter here."""
    opened = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    await put(opened, VAL, SMICTOM)
    yield opened
    await opened.aclose()


def register(receiver, **more):
    return RegisterWebhook(
        **{"name": Name("suivi"), "url": receiver.url(), "secret": REFERENCE, **more}
    )


async def apply(act, store, clock, *, subject=STEWARD_SUBJECT, dry_run=False, secrets=None):
    ports = ports_on(store, clock, demo=True, secrets=secrets)
    return await change_webhook(act, subject, acts_on(store, clock), ports, dry_run=dry_run)


async def test_a_webhook_is_kept_once_it_answered_a_signed_test(store, clock, receiver):
    acted = await apply(register(receiver), store, clock)
    (request,) = receiver.requests
    assert request.headers["interco-event"] == "webhook.test"
    assert request.headers["interco-signature"].startswith(f"t={int(clock().timestamp())},v1=")
    kept = (await store.current()).webhooks
    assert set(kept) == {"val_d_ille_aubigne__suivi"}
    assert kept == {each.id: each for each in acted.changes.put}


async def test_a_dry_run_sends_nothing_and_keeps_nothing(store, clock, receiver):
    acted = await apply(register(receiver), store, clock, dry_run=True)
    assert acted.sentences[0].fr.startswith("CC Val d'Ille-Aubigné reçoit ses notifications")
    assert not receiver.requests
    assert not (await store.current()).webhooks


@pytest.mark.parametrize("status", [204, 299])
async def test_any_2xx_will_do(store, clock, receiver, status):
    receiver.always = status
    await apply(register(receiver), store, clock)
    assert (await store.current()).webhooks


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500])
async def test_what_does_not_answer_2xx_is_not_kept(store, clock, receiver, status):
    receiver.always = status
    receiver.location = receiver.url(path="/ailleurs")
    with pytest.raises(WebhookAnswered) as met:
        await apply(register(receiver), store, clock)
    assert met.value.facts["answer"] == status
    assert [each.target for each in receiver.requests] == ["/crochet"], "no redirect is followed"
    assert not (await store.current()).webhooks


async def test_what_is_not_there_is_not_kept(store, clock):
    async with receiving() as gone:
        act = register(gone)
    with pytest.raises(WebhookUnreachable):
        await apply(act, store, clock)
    assert not (await store.current()).webhooks


async def test_a_secret_that_cannot_be_read_sends_nothing(store, clock, receiver):
    for lost in (Secrets({}), Secrets({REFERENCE.name: ""})):
        with pytest.raises(WebhookSecretUnreadable):
            await apply(register(receiver), store, clock, secrets=lost)
    assert not receiver.requests


async def test_the_same_name_again_replaces_it(store, clock, receiver):
    await apply(register(receiver), store, clock)
    await apply(register(receiver, url=receiver.url(path="/autre")), store, clock)
    (kept,) = (await store.current()).webhooks.values()
    assert kept.url.endswith("/autre")


async def test_another_organisation_can_neither_remove_it_nor_see_that_it_is_there(
    store, clock, receiver
):
    await apply(register(receiver), store, clock)
    stranger = replace(STEWARD_SUBJECT, organisation=SMICTOM.siren)
    said = set()
    for webhook_id in ("val_d_ille_aubigne__suivi", "val_d_ille_aubigne__autre"):
        for act in (RemoveWebhook(webhook_id), ReactivateWebhook(webhook_id)):
            with pytest.raises(UnknownWebhook) as refused:
                await apply(act, store, clock, subject=stranger)
            said.add(refused.value.sentence("fr").replace(webhook_id, "x"))
    assert len(said) == 1
    await apply(RemoveWebhook("val_d_ille_aubigne__suivi"), store, clock)
    assert not (await store.current()).webhooks


async def test_nothing_is_sent_for_whoever_the_law_does_not_let_register_it(store, clock, receiver):
    approver = replace(STEWARD_SUBJECT, roles=frozenset({"approver"}))
    with pytest.raises(ActsRefused):
        await apply(register(receiver), store, clock, subject=approver)
    assert not receiver.requests
    assert not (await store.current()).webhooks


async def test_a_trusted_https_receiver_is_told_under_its_own_name(store, clock, certificate):
    async with receiving(tls=certificate.server) as secure:
        await put(store, replace(VAL, approved_hosts=("localhost", "127.0.0.1")))
        made = webhook(secure.url("https"), clock)
        ports = ports_on(store, clock, tls=certificate.client)
        await prove_webhook(made, await store.current(), ports)
        (request,) = secure.requests
        assert request.headers["host"] == f"localhost:{secure.port}"


async def test_a_certificate_that_nobody_vouches_for_is_refused(store, clock, certificate):
    async with receiving(tls=certificate.server) as secure:
        made = webhook(secure.url("https"), clock)
        with pytest.raises(WebhookNotTrusted):
            await prove_webhook(made, await store.current(), ports_on(store, clock))
        assert not secure.requests


async def test_a_certificate_for_another_name_is_refused(store, clock, certificate):
    async with receiving(tls=certificate.server) as secure:
        made = webhook(secure.url("https", host="127.0.0.1"), clock)
        ports = ports_on(store, clock, tls=certificate.client)
        with pytest.raises(WebhookNotTrusted):
            await prove_webhook(made, await store.current(), ports)
        assert not secure.requests


async def test_a_name_that_leads_to_a_private_address_is_refused(store, clock, certificate):
    """The operator approved the name alone, and it leads to this machine."""
    await put(store, replace(VAL, approved_hosts=("localhost",)))
    async with receiving(tls=certificate.server) as secure:
        made = webhook(secure.url("https"), clock)
        ports = ports_on(store, clock, tls=certificate.client)
        with pytest.raises(WebhookAddressRefused) as refused:
            await prove_webhook(made, await store.current(), ports)
        assert "127.0.0.1" not in f"{refused.value.sentence('fr')} {refused.value.facts}"
        assert not secure.requests


async def test_a_name_that_leads_elsewhere_after_the_check_gains_nothing(
    store, clock, certificate, monkeypatch
):
    """Asked twice, the name would give two addresses: it is asked once a sending."""
    real, asked = socket.getaddrinfo, []

    def once(host, *args, **more):
        if host == "localhost":
            asked.append(host)
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    async with receiving(tls=certificate.server) as secure:
        made = webhook(secure.url("https"), clock)
        ports = ports_on(store, clock, tls=certificate.client)
        await prove_webhook(made, await store.current(), ports)
        assert asked == ["localhost"]


async def test_a_host_whose_approval_was_withdrawn_is_told_no_more(store, clock, receiver):
    made = webhook(receiver.url(host="127.0.0.1").replace("http:", "https:"), clock)
    await put(store, made, replace(VAL, approved_hosts=()))
    with pytest.raises(HostNotApproved):
        await prove_webhook(made, await store.current(), ports_on(store, clock))
    await put(store, messages=(message(),))
    assert await deliver_due(ports_on(store, clock)) == 0
    assert not receiver.requests


async def test_plain_http_is_for_a_demo_on_this_machine_only(store, clock, receiver):
    made = webhook(receiver.url(), clock)
    with pytest.raises(WebhookAddressRefused):
        await prove_webhook(made, await store.current(), ports_on(store, clock))
    with pytest.raises(ActRefused):
        await change_webhook(
            register(receiver),
            STEWARD_SUBJECT,
            acts_on(store, clock, demo=False),
            ports_on(store, clock),
            dry_run=True,
        )
    assert not receiver.requests


async def test_the_log_tells_what_failed_without_secrets_addresses_or_people(
    store, clock, receiver
):
    made = webhook(receiver.url(path="/jeton-confidentiel?t=abc"), clock)
    await put(store, made)
    receiver.always = 500
    await put(store, messages=(message(reason="Motif confidentiel"),))
    with capture_logs() as logs:
        await deliver_due(ports_on(store, clock, demo=True))
    (failed,) = [each for each in logs if each["event"] == "not_delivered"]
    assert failed["problem"] == "webhook_answered_otherwise"
    assert failed["channel"] == "webhook"
    told = repr(logs)
    assert not [each for each in (SECRET, "confidentiel", "localhost") if each in told]
