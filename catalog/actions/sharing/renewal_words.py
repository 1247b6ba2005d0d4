"""Renewal in words: whose turn it is, and the time in which nothing was read."""

from __future__ import annotations

from datetime import datetime

from catalog.actions.sharing.renewal import Gap, needs_deliberation
from catalog.day_words import day_in_words
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual


def turn_words(agreement: Agreement, name: str, *, is_yours: bool) -> Bilingual:
    """The side that proposed the text, called `name`, proposes it again; the other side may too."""
    fr, en = (
        ("À vous de la renouveler", "It is your turn to renew it")
        if is_yours
        else (
            f"À {name} de la renouveler, et vous le pouvez aussi",
            f"It is the turn of {name} to renew it, and you may too",
        )
    )
    if needs_deliberation(agreement):
        fr, en = f"{fr} ; une délibération est à prévoir", f"{en}; expect a deliberation"
    return Bilingual(f"{fr}.", f"{en}.")


def gap_words(gap: Gap) -> Bilingual:
    """« Du 1er avril 2028 au 12 avril 2028 à 9 h 30, rien n'a été lu… »; « Depuis le… »."""
    since_fr, since_en = _instant_words(gap.since, gap)
    if gap.until is None:
        return Bilingual(
            f"Depuis le {since_fr}, rien n'est lu : la version précédente est arrivée à son terme "
            "avant que celle-ci soit en vigueur. Rien ne sera rattrapé.",
            f"Since {since_en} nothing is read: the version before ended before this one was in "
            "force. Nothing is made up for.",
        )
    until_fr, until_en = _instant_words(gap.until, gap)
    return Bilingual(
        f"Du {since_fr} au {until_fr}, rien n'a pu être lu : cette version a été en vigueur après "
        "la fin de la précédente, sans effet sur ce qui était passé.",
        f"From {since_en} to {until_en} nothing could be read: this version was in force after the "
        "end of the one before, with no effect on what was past.",
    )


def gap_facts(gap: Gap | None) -> dict[str, str]:
    """Of the message that it is in force; none where there was no gap."""
    if gap is None:
        return {}
    words = gap_words(gap)
    return {"gap_fr": words.fr, "gap_en": words.en}


def _instant_words(instant: datetime, gap: Gap) -> Bilingual:
    local = instant.astimezone(gap.since.tzinfo)
    fr, en = (day_in_words(local.date(), each) for each in ("fr", "en"))
    return Bilingual(f"{fr} à {local:%H:%M}", f"{en} at {local:%H:%M}")
