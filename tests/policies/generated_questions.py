"""Seeded questions for the law, well formed and damaged, as the JSON documents that are sent."""

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Json = Any

_ORGANISATIONS = ("243500667", "243500733", "200090884", None)
_COLUMNS = ("c_date", "c_commune", "c_flux", "c_tonnage", "c_é", "c ; --", "")
_PURPOSES = ("rpqs_dechets", "planification_collecte", "étude", "")
_INSTANTS = (
    "2025-12-31T23:00:00Z",
    "2026-06-30T22:00:00Z",
    "2026-11-25T01:54:53Z",
    "2026-12-31T23:00:00Z",
    "2027-06-30T22:00:00Z",
)
_STATES = (*("active",) * 9, "approved", "revoked", "suspended", "expired", "draft")
_TRANSFORMS = (
    "clear",
    "clear",
    "null",
    "constant",
    "keyed_hash",
    "month",
    "year",
    "commune",
    "epci",
    "street",
)
_NASTY: tuple[Json, ...] = (
    None,
    True,
    False,
    0,
    -0.0,
    -1,
    1.0,
    1.5,
    3,
    4,
    0.1 + 0.2,
    2**53 + 1,
    2**63,
    2**64,
    2**70,
    -(2**63) - 1,
    1e308,
    "",
    "0",
    "null",
    "open",
    "owner",
    "anonymous",
    "system",
    "clear",
    "é",
    "e\u0301",
    "\u0000",
    "\u2028\u202e",
    "\U0001f5fa\ufe0f",
    "\ufffd\uffff",
    "2026-11-25T01:54:53.5Z",
    "2026-11-25T01:54:53Z\n",
    "٢٠٢٦-١١-٢٥T٠١:٥٤:٥٣Z",
    "९४३५००६६७",
    "243500667\n",
    "x" * 3000,
    [],
    [[]],
    [None],
    ["é", 1],
    {},
    {"": None},
    {"kind": "all"},
    {"kind": "all", "more": 1},
    {"kind": "all_of", "conditions": []},
    {"kind": "all_of", "conditions": [{"kind": "all"}, {"kind": "all_of", "conditions": [{}]}]},
    [[[[[[[[[[]]]]]]]]]],
)


def generated_questions(count: int, seed: int, *, damaged: float) -> Iterator[Json]:
    """`count` input documents, each tenth by a link; about the share `damaged` of them holds one
    to three injuries. Then a tenth of that number by a key, whole.
    """
    dice, of_hosting = random.Random(seed), random.Random(f"hosting {seed}")
    of_links, of_keys = random.Random(f"links {seed}"), random.Random(f"keys {seed}")
    for number in range(count):
        asked = _by_a_link(of_links) if number % 10 == 9 else _question(dice)
        question = _hosted_somewhere(of_hosting, asked)
        if dice.random() < damaged:
            for _ in range(dice.choice((1, 1, 1, 2, 3))):
                question = _injure(dice, question)
        yield question
    for _ in range(count // 10):
        yield _by_a_key(of_keys)


def _question(dice: random.Random) -> Json:
    action = dice.choice(("read", "read", "read", "discover"))
    ids = dice.sample(("collectes", "compteurs", "points-lumineux", "é/☃"), dice.randint(1, 3))
    datasets = [_dataset(dice, each, action) for each in ids]
    asking = _subject(dice)
    principal = dice.choice((None,) * 6 + ("243500733",))
    reader = principal or asking["organisation"]
    return {
        "subject": asking,
        "on_behalf_of": principal,
        "purpose": dice.choice((None, *_PURPOSES, *("rpqs_dechets",) * 4)),
        "now": dice.choice((*_INSTANTS, *("2026-07-14T10:00:00Z",) * 4)),
        "action": action,
        "datasets": datasets,
        "agreements": [
            _agreement(dice, index, reader, dice.choice(datasets), action)
            for index in range(dice.choice((0, 1, 2, 3, 4)))
        ],
        "mandates": [
            _mandate(dice, index, principal, asking, ids)
            for index in range(dice.choice((0, 1, 1, 2) if principal else (0, 0, 0, 1)))
        ],
    }


def _hosted_somewhere(dice: random.Random, question: Json) -> Json:
    """Most demand nothing, and most of what is demanded holds."""
    if question["action"] != "read":
        return question
    for each in (*question["datasets"], *question["agreements"]):
        if dice.random() < 0.06:
            each["hosting"] = {
                "countries": dice.choice(([], ["FR"], ["EU"], ["EEA", "CH"], ["é"])),
                "secnumcloud": dice.random() < 0.4,
                "operated_by": dice.choice(([], [], ["243500667"], ["Hébergeur", "243500667"])),
            }
    for each in question["datasets"]:
        if dice.random() < 0.8:
            each["storage"] = _hosted(dice)
    if dice.random() < 0.8:
        question["installation"] = _installation(dice)
    return question


def _by_a_link(dice: random.Random) -> Json:
    """A person's own; most hold nothing personal and rest on agreements in force."""
    question = {**_question(dice), "on_behalf_of": None, "mandates": []}
    person = {"agent": "agent@valcobreizh", "organisation": "200090884", "kind": "person"}
    question["subject"] |= {**person, "roles": ["agent"]}
    if dice.random() < 0.7:
        question["purpose"] = "rpqs_dechets"
        question["subject"]["purposes"] = ["rpqs_dechets"]
        for each in question["datasets"]:
            each |= {"personal_data": False, "highest_classification": 0, "reader_groups": []}
            each |= {"owner": "243500667", "access_level": "restricted"}
            each["columns"] = dict.fromkeys(each["columns"], 0)
    for each in question["agreements"]:
        each["onward_sharing"] = dice.choice(("none", "aggregates", "with_consent"))
        if dice.random() < 0.8:
            each |= {"state": "active", "starts_at": _INSTANTS[0], "ends_at": _INSTANTS[-1]}
            each |= {"grantor": "243500667", "grantee": "200090884", "purposes": ["rpqs_dechets"]}
            each["rows"] = {"kind": "all"}
    cited = [each["id"] for each in question["agreements"]]
    return {**question, "link": {"consents": dice.choice(([], cited))}}


def _by_a_key(dice: random.Random) -> Json:
    """Of a machine, within its datasets; some for a purpose that is none of its own."""
    question = {**_question(dice), "on_behalf_of": None, "mandates": []}
    machine = {"agent": "cle-1", "organisation": "200090884", "kind": "key"}
    question["subject"] = {**machine, "roles": [], "groups": [], "purposes": ["rpqs_dechets"]}
    question["purpose"] = dice.choice((None, "rpqs_dechets", "rpqs_dechets", "é"))
    for each in question["datasets"]:
        if dice.random() < 0.5:
            each |= {"owner": "200090884", "reader_groups": []}
    ids = [each["id"] for each in question["datasets"]]
    return {**question, "scope": ids if dice.random() < 0.8 else ids[1:]}


def _installation(dice: random.Random) -> Json:
    parts = ["gateway", "engine", "spill", "logs", "backups"]
    is_alike = dice.random() < 0.6
    everywhere = _hosted(dice)
    kept = parts if dice.random() < 0.8 else dice.sample(parts, 4)
    return {part: everywhere if is_alike else _hosted(dice) for part in kept}


def _hosted(dice: random.Random) -> Json:
    return {
        "country": dice.choice(("FR", "FR", "FR", "DE", "IS", "US", None)),
        "secnumcloud": dice.choice((True, True, False, None)),
        "operator": dice.choice(("243500667", "243500667", "Hébergeur", None)),
    }


def _subject(dice: random.Random) -> Json:
    kind = dice.choice(("person",) * 8 + ("machine", "machine", "system", "anonymous"))
    nobody = kind == "anonymous"
    subject = {
        "agent": None if nobody else "agent@valcobreizh",
        "organisation": None if nobody else dice.choice((*_ORGANISATIONS, *("200090884",) * 5)),
        "kind": kind,
        "roles": [] if nobody else dice.sample(("agent", "steward", "operator"), 1),
        "groups": dice.sample(("paie", "dechets"), dice.randint(0, 2)),
        "purposes": _purposes(dice),
    }
    # Some of other bodies than the grantee have no role; what is drawn after stays as it was.
    lacks_role = len(subject["groups"]) == 2 and subject["organisation"] != "200090884"
    return {**subject, "roles": []} if lacks_role else subject


def _dataset(dice: random.Random, dataset_id: str, action: str) -> Json:
    highest = dice.choice((0, 1, 1, 2, 3))
    columns = {
        column: dice.randint(0, highest) for column in dice.sample(_COLUMNS, dice.randint(1, 5))
    }
    return {
        "id": dataset_id,
        "owner": dice.choice((*_ORGANISATIONS[:3], "243500667")),
        "listing": dice.choice(("public", "organisations", "parties", "parties")),
        "access_level": dice.choice(("open", "open_with_account", "restricted", "restricted")),
        "personal_data": dice.random() < 0.2,
        "highest_classification": highest,
        "reader_groups": dice.choice(([], [], ["paie"], ["paie", "dechets"])),
        "columns": columns if action == "read" else {},
    }


def _mandate(
    dice: random.Random, index: int, principal: str | None, asking: Json, ids: list[str]
) -> Json:
    start, end = sorted(dice.sample(_INSTANTS, 2))
    return {
        "id": f"mand-2026-{index:04d}",
        "principal": principal or dice.choice(_ORGANISATIONS[:3]),
        "mandatary": asking["organisation"] or dice.choice(_ORGANISATIONS[:3]),
        "actions": dice.choice((["query"], ["query", "approve"], ["steward"], [])),
        "competences": dice.choice(([], [], ["1510"], ["1502", "1510"])),
        "datasets": dice.choice(([], ids, ids[:1])),
        "starts_at": start,
        "ends_at": dice.choice((end, None)),
    }


def _agreement(
    dice: random.Random, index: int, reader: str | None, dataset: Json, action: str
) -> Json:
    start, end = sorted(dice.sample(_INSTANTS, 2))
    signed = action == "read"
    held = [*dataset["columns"]] if dice.random() < 0.8 else [*_COLUMNS]
    return {
        "id": f"conv-2026-{index:04d}@{dice.randint(1, 3)}",
        "dataset": dataset["id"],
        "grantor": dataset["owner"] if dice.random() < 0.9 else dice.choice(_ORGANISATIONS[:3]),
        "grantee": reader or dice.choice(_ORGANISATIONS[:3]),
        "state": dice.choice(_STATES),
        "starts_at": start,
        "ends_at": end,
        "purposes": _purposes(dice),
        "output": dice.choice(("detail", "detail", "aggregate")),
        "competences": dice.choice(([], ["1510"], ["1510", "1505"])),
        "columns": {column: _granted(dice) for column in held} if signed else {},
        "rows": _rows(dice, held, depth=0) if signed else {"kind": "all"},
    }


def _granted(dice: random.Random) -> Json:
    transform = dice.choice(_TRANSFORMS)
    fits = transform == "constant"
    if dice.random() < 0.05:
        fits = not fits
    return {
        "classification": dice.choice((0, 1, 2, 3, 3, 3, 3)),
        "transform": transform,
        "constant": "inconnu ☃" if fits else None,
    }


def _purposes(dice: random.Random) -> list[str]:
    others = dice.sample(_PURPOSES[1:], dice.randint(0, 2))
    return [*_PURPOSES[:1], *others] if dice.random() < 0.75 else others


def _rows(dice: random.Random, held: list[str], *, depth: int) -> Json:
    columns = held if held and dice.random() < 0.9 else [*_COLUMNS]
    kinds = ("in_territory", "in_listed_territory", "compare")
    kind = dice.choice((*kinds, "all", *(("all_of",) * 3 if depth < 3 else ("all",))))
    if kind == "all":
        return {"kind": "all"}
    if kind == "in_territory":
        return {
            "kind": kind,
            "column": dice.choice(columns),
            "of": dice.choice((*("200090884",) * 8, "20009088", "20009088x")),
            "competence": dice.choice((*("1510",) * 8, "")),
            "date_column": dice.choice((None, *columns)),
        }
    if kind == "in_listed_territory":
        return {
            "kind": kind,
            "column": dice.choice(columns),
            "communes": dice.choice((["35308"], ["35308", "2A004"], ["2B033"], ["2C004"], [])),
            "at": dice.choice((*("2025-01-01",) * 8, "2025-1-1", "")),
            "date_column": dice.choice((None, *columns)),
        }
    if kind == "compare":
        op = dice.choice((*("eq", "ne", "in", "lt", "lte", "gt", "gte") * 2, "like"))
        number = dice.randint(1, 3) if op == "in" else dice.choice((*(1,) * 6, 0, 2))
        values = dice.sample(("OMR", "é", "\u0000", "2026-01-01"), number)
        return {"kind": kind, "column": dice.choice(columns), "op": op, "values": values}
    number = dice.choice((0, 1, 1, 2, 2))
    return {"kind": kind, "conditions": [_rows(dice, held, depth=depth + 1) for _ in range(number)]}


def _injure(dice: random.Random, question: Json) -> Json:
    """The question with one value, anywhere in it, lost, replaced, doubled or added."""
    hurt = deepcopy(question)
    places = [place for place in _places(hurt, ()) if place]
    if not places:
        return hurt
    place = dice.choice(places)
    parent = hurt
    for step in place[:-1]:
        parent = parent[step]
    match dice.choice(("lose", "replace", "replace", "double", "add")):
        case "lose":
            del parent[place[-1]]
        case "double" if isinstance(parent, list):
            parent.append(deepcopy(parent[place[-1]]))
        case "add" if isinstance(parent, dict):
            parent[dice.choice(("", "extra", "rôle", "\u0000"))] = deepcopy(dice.choice(_NASTY))
        case _:
            parent[place[-1]] = deepcopy(dice.choice(_NASTY))
    return hurt if dice.random() < 0.97 else deepcopy(dice.choice(_NASTY))


def _places(value: Json, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _places(each, (*path, index))
