"""The law of deposits, asked by the acts.

Covers gateway.acts.deposits, policies.deposits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.model.deposit import DepositMode, DepositVersion
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.service_account import KeyScope, ServiceAccount, StoredKey
from catalog.model.subject import Strength
from gateway.acts.commit import commit
from gateway.acts.deposits import AddDepositVersion, UndoDeposit
from gateway.cli.demo_folder import find_agent
from gateway.identity.subject import local_subject, subject_of_key
from tests.integration.deposits.test_a_deposit_gives_its_owner_no_right import (
    MESNIL,
    READ,
    apply,
    left,
    pesees,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import (
    body,
    write,
)

DATASET = "mesnil_roc_h__pesees"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def deposited(gateway):
    """Three files, of which the declaration names the first."""
    for number in (1, 2, 3):
        left(gateway, f"{MESNIL}/pesees/v{number}.parquet", f"lieu {number}")
    await apply(gateway, "mesnil-roc-h", pesees(f"{MESNIL}/pesees/v1.parquet"))
    return gateway


async def person(gateway, agent):
    return local_subject(find_agent(await gateway.ports.catalog.current(), agent))


async def key(gateway, doors=("deposits",), datasets=(DATASET,)):
    scope = KeyScope(frozenset(datasets), frozenset(), frozenset(), frozenset(doors))
    stored = StoredKey("cle-1.1", "0" * 64, LONG_AGO, datetime(2099, 1, 1, tzinfo=UTC))
    account = ServiceAccount(
        "cle-1", Siren(MESNIL), "Logiciel", scope, (stored,), "steward@mesnil-roc-h", LONG_AGO
    )
    await write(gateway, account)
    catalog = await gateway.ports.catalog.current()
    return subject_of_key("cle-1", "cle-1.1", catalog, None, gateway.services.acts.clock())


def one_more(number, seen, dataset=DATASET):
    version = DepositVersion(
        number,
        LONG_AGO,
        None,
        "",
        DepositMode.REPLACE,
        "pesees.csv",
        "0" * 64,
        "1" * 64,
        1,
    )
    return AddDepositVersion(version, dataset=dataset, seen=seen)


async def do(gateway, subject, change, *, dry_run=False):
    return await commit(change, subject, gateway.services.acts, dry_run=dry_run)


async def codes(gateway, subject, change):
    with pytest.raises(Problem) as refused:
        await do(gateway, subject, change)
    problem = refused.value
    return [each.code for each in getattr(problem, "problems", (problem,))]


async def shown(gateway):
    answered = body(await gateway.ask(READ, "agent@mesnil-roc-h"))
    return [each["lieu"] for each in answered["data"]["mesnilRocH"]["pesees"]["nodes"]]


async def test_a_steward_adds_a_version_and_takes_it_back_and_queries_follow(deposited):
    steward = await person(deposited, "steward@mesnil-roc-h")
    tried = await do(deposited, steward, one_more(2, None), dry_run=True)
    assert not tried.is_written
    assert await shown(deposited) == ["lieu 1"]
    await do(deposited, steward, one_more(2, None))
    assert await shown(deposited) == ["lieu 2"]
    await do(deposited, steward, one_more(3, 2))
    assert await shown(deposited) == ["lieu 3"]
    await do(deposited, steward, UndoDeposit("pesees"))
    assert await shown(deposited) == ["lieu 2"]
    catalog = await deposited.ports.catalog.current()
    assert [each.by_sub for each in catalog.deposits[DATASET].versions] == [steward.agent] * 2
    assert catalog.datasets[DATASET].version == 4


@pytest.mark.parametrize(
    ("agent", "code"),
    [
        ("agent@mesnil-roc-h", "act_role_required"),
        ("steward@valcobreizh", "unknown_dataset"),
        ("steward@bretagne-romantique", "unknown_dataset"),
        ("operator@interco", "unknown_dataset"),
    ],
)
async def test_nobody_else_deposits_or_undoes(deposited, agent, code):
    subject = await person(deposited, agent)
    assert await codes(deposited, subject, one_more(2, None)) == [code]
    assert await codes(deposited, subject, UndoDeposit(DATASET)) == [code]


async def test_a_weak_sign_in_deposits_nothing_and_without_a_mandate_nothing_is_there(deposited):
    steward = await person(deposited, "steward@mesnil-roc-h")
    weak = replace(steward, proves=frozenset({Strength.READ}))
    assert await codes(deposited, weak, one_more(2, None)) == ["sign_in_too_weak"]
    lent = replace(steward, on_behalf_of=Siren("200090884"))
    assert await codes(deposited, lent, one_more(2, None)) == ["unknown_dataset"]


async def test_a_key_adds_versions_to_its_own_datasets_alone(deposited):
    machine = await key(deposited)
    await do(deposited, machine, one_more(2, None))
    assert await shown(deposited) == ["lieu 2"]
    assert await codes(deposited, machine, UndoDeposit(DATASET)) == ["act_outside_key"]
    for scope in ({"doors": ("rest", "sql")}, {"datasets": ("mesnil_roc_h__autre",)}):
        other = await key(deposited, **scope)
        assert await codes(deposited, other, one_more(3, 2)) == ["act_outside_key"]


async def test_a_deposit_that_came_in_between_stops_the_other(deposited):
    steward = await person(deposited, "steward@mesnil-roc-h")
    await do(deposited, steward, one_more(2, None))
    assert await codes(deposited, steward, one_more(3, None)) == ["deposit_moved"]
