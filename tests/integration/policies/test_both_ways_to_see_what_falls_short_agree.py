"""What falls short of a demand, as people are told before and as the law says it: the same.

Covers catalog.hosting, catalog.model.hosting.
"""

from __future__ import annotations

import random
from dataclasses import replace

from catalog.hosting import shortfalls_of
from catalog.model.hosting import AREAS, COUNTRIES, Hosting, HostingDemand, Installation
from catalog.model.storage import FilesOptions, Storage, StorageKind
from catalog.model.terms import Terms
from policies.embedded import EmbeddedPolicy
from policies.question import Action, ask_about
from tests.policies.facts import AGENT, NOON, TOWN, agreement, dataset

PARTS = ("gateway", "engine", "spill", "logs", "backups")


def draw_hosting(dice: random.Random) -> Hosting:
    return Hosting(
        dice.choice(("FR", "FR", *COUNTRIES, None)),
        dice.choice((True, False, None)),
        dice.choice(("243500667", "Hébergeur", None)),
    )


def draw_demand(dice: random.Random) -> HostingDemand | None:
    if dice.random() < 0.3:
        return None
    return HostingDemand(
        tuple(dice.sample(("FR", "DE", "EU", "EEA", "CH"), dice.choice((0, 1, 1, 2)))),
        dice.random() < 0.3,
        dice.choice(((), ("243500667",), ("autre", "Hébergeur"))),
    )


async def test_what_is_told_before_is_what_the_law_says():
    dice, policy = random.Random(20261127), EmbeddedPolicy(deadline_s=30)
    allowed = refused = 0
    try:
        for _ in range(400):
            demands = draw_demand(dice), draw_demand(dice)
            everywhere = draw_hosting(dice)
            is_alike = dice.random() < 0.6
            facts = {each: everywhere if is_alike else draw_hosting(dice) for each in PARTS}
            installation = Installation(**facts)
            kept = everywhere if is_alike else draw_hosting(dice)
            # A storage always says whether it is qualified.
            kept = replace(kept, secnumcloud=bool(kept.secnumcloud))
            storage = Storage(
                "storage",
                TOWN,
                StorageKind.FILES,
                FilesOptions("/d"),
                host_country=kept.country,
                secnumcloud=bool(kept.secnumcloud),
                operator=kept.operator,
            )
            over = dataset(hosting=demands[0])
            question = ask_about(
                AGENT,
                Action.READ,
                (over,),
                (agreement(over=over, terms=Terms(hosting=demands[1])),),
                NOON,
                storages={"storage": storage},
                installation=installation,
            )
            answer = (await policy.decide(question)).datasets["collectes"]
            told = shortfalls_of(demands, kept, installation)
            assert answer.allow is not bool(told)
            if told:
                (denial,) = answer.denials
                assert set(denial.shortfalls) == set(told)
                assert len(told) == len(denial.shortfalls)
            allowed += answer.allow
            refused += not answer.allow
    finally:
        await policy.aclose()
    assert min(allowed, refused) > 40


async def test_both_know_the_same_countries_of_europe():
    policy = EmbeddedPolicy(deadline_s=30)
    try:
        for area, members in AREAS.items():
            for country in sorted(COUNTRIES):
                hosting = Hosting(country, secnumcloud=False)
                everywhere = Installation(**dict.fromkeys(PARTS, hosting))
                question = ask_about(
                    AGENT,
                    Action.READ,
                    (dataset(hosting=HostingDemand((area,))),),
                    (agreement(),),
                    NOON,
                    storages={
                        "storage": Storage(
                            "storage",
                            TOWN,
                            StorageKind.FILES,
                            FilesOptions("/d"),
                            host_country=country,
                        )
                    },
                    installation=everywhere,
                )
                answer = (await policy.decide(question)).datasets["collectes"]
                assert answer.allow is (country in members), country
    finally:
        await policy.aclose()
