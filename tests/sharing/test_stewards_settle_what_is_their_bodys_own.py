"""The look of a body's pages, whose mails become files, keys: its stewards say so, nobody else.

Covers gateway.acts.keys, gateway.acts.look, gateway.acts.mail_senders, gateway.acts.quota,
catalog.actions.looks.looks, catalog.actions.mail_senders.mail_senders.
"""

from dataclasses import replace

import pytest

from catalog.actions.keys.keys import KeyAsked
from catalog.actions.mail_senders.problems import UnknownSender
from catalog.actions.problems import ActRefused
from catalog.model.look import Look
from catalog.model.quota import Quota, QuotaKind
from gateway.acts.keys import KeyService
from gateway.acts.look import LookService
from gateway.acts.mail_senders import MailSenderService
from gateway.acts.quota import QuotaActs
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from tests.sharing.world import DATASET, ISSUER, VAL_DILLE, VALCOBREIZH, World

STEWARD = "steward@valcobreizh"
# A steward's own body stands in it, whichever was written.
WANTED = Look(VAL_DILLE.siren, "Vos déchets", "#1f5f4a", "#0b3d6b", logo="")


@pytest.fixture
def service(world):
    def of(kind, who=STEWARD):
        return kind(local_subject(world.catalog.snapshot.agents[ISSUER, who]), world.ports)

    return of


async def test_pages_have_the_look_of_the_stewards_body_until_it_is_taken_back(world, service):
    await service(LookService).set_look(WANTED, dry_run=True)
    assert world.catalog.snapshot.looks == {}
    await service(LookService).set_look(WANTED, dry_run=False)
    assert set(world.catalog.snapshot.looks) == {VALCOBREIZH.siren}
    await service(LookService).remove_look(dry_run=False)
    assert world.catalog.snapshot.looks == {}
    given, taken = (each.summary.get("shown_name") for each in world.catalog.records)
    assert (given, taken) == ("Vos déchets", None)


async def test_a_sender_is_listed_until_it_is_taken_out(world, service):
    assert await service(MailSenderService).senders() == ()
    await service(MailSenderService).add(" Depots@Prestataire.fr", dry_run=False)
    (listed,) = await service(MailSenderService).senders()
    assert (listed.address, listed.by) == ("depots@prestataire.fr", STEWARD)
    assert await service(MailSenderService, "steward@val-d-ille-aubigne").senders() == ()
    await service(MailSenderService).remove("depots@prestataire.fr", dry_run=False)
    assert await service(MailSenderService).senders() == ()
    with pytest.raises(UnknownSender):
        await service(MailSenderService).remove("depots@prestataire.fr", dry_run=False)


async def test_a_bodys_history_keeps_which_quota_the_operator_set(world, service):
    quotas = service(QuotaActs, "operator@interco")
    await quotas.set_quota("valcobreizh", {QuotaKind.REQUESTS: 100_000}, dry_run=False)
    assert world.catalog.snapshot.quotas == {
        VALCOBREIZH.siren: Quota(VALCOBREIZH.siren, requests=100_000)
    }
    # What is set already is no act.
    await quotas.set_quota("valcobreizh", {QuotaKind.REQUESTS: 100_000}, dry_run=False)
    await quotas.set_quota(VALCOBREIZH.siren, {}, dry_run=False)
    assert world.catalog.snapshot.quotas == {}
    given, taken = world.catalog.records
    assert (given.action, given.for_organisation) == ("set_quota", VALCOBREIZH.siren)
    assert given.summary["after"]["requests"] == taken.summary["before"]["requests"] == 100_000
    with pytest.raises(ActsRefused) as refused:
        await service(QuotaActs).set_quota("valcobreizh", {}, dry_run=False)
    assert [problem.code for problem in refused.value.problems] == ["act_role_required"]


@pytest.mark.parametrize("who", ["agent@valcobreizh", "operator@interco"])
async def test_nobody_else_does(world, service, who):
    for asked in (
        service(LookService, who).set_look(WANTED, dry_run=False),
        service(MailSenderService, who).add("a@b.fr", dry_run=False),
        service(MailSenderService, who).senders(),
    ):
        with pytest.raises(ActsRefused) as refused:
            await asked
        assert [each.code for each in refused.value.problems] == ["act_role_required"]
    assert world.catalog.records == []


async def test_a_key_names_no_dataset_of_another_where_nothing_says_which_are_known(law):
    """Without the law of reading: none is."""
    world = World(law)
    steward = local_subject(world.catalog.snapshot.agents[ISSUER, STEWARD])
    wanted = KeyAsked(
        "Bilan", (DATASET.id,), frozenset({"rpqs_dechets"}), frozenset({"csv"}), frozenset({"sql"})
    )
    known, unknown = (
        KeyService(steward, replace(world.ports, policy=policy)) for policy in (law, None)
    )
    await known.make(wanted, dry_run=False)
    assert [key.datasets for key in await known.keys()] == [(DATASET.id,)]
    with pytest.raises(ActRefused):
        await unknown.make(wanted, dry_run=True)
