"""What a person answers about how a file is read, and what is told before anybody confirms.

Covers gateway.files.deposits.told_checks, gateway.files.deposits.told_rows.
"""

import json

from gateway.files.deposits.preparing import Wanted
from tests.integration.deposits.test_a_file_becomes_rows import INTO, code_of, service, staged

TWO_ORDERS = "Jour;Passages\n" + "".join(
    f"{first:02d}/{second:02d}/2026;{first}\n"
    for first, second in ((3, 14), (4, 2), (5, 6), (16, 3), (2, 4), (7, 8))
)


async def read(gateway, deposits, upload):
    await deposits.read(upload)
    if upload in gateway.services.deposits.readings:
        await gateway.services.deposits.readings[upload]
    return (await deposits.propose(upload)).reading


async def test_the_answer_to_a_question_has_the_file_read_again(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits, TWO_ORDERS.encode(), "jours.csv")
    (question,) = (await read(gateway, deposits, upload))["reading"]["questions"]
    answer = {question["code"]: {question["column"]: "dmy"}}
    await deposits.read(upload, {"questions": answer})
    reading = await read(gateway, deposits, upload)
    assert not reading["reading"]["questions"]
    (day,) = (each for each in reading["reading"]["columns"] if each["name"] == "Jour")
    assert day["min"].startswith("2026-")
    assert await code_of(deposits.read(upload, {"questions": ["dmy"]})) == "deposit_answers_refused"


async def test_the_first_rows_are_shown_and_persons_are_masked(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits)
    sample = (await read(gateway, deposits, upload))["sample"]
    assert len(sample["rows"]) == 3
    first = dict(zip(sample["columns"], sample["rows"][0]["cells"], strict=True))
    assert first["Jour"] == "2026-01-05"
    assert float(first["Poids net (kg)"]) == 1250.5
    assert "Goff" not in json.dumps(sample, ensure_ascii=False)
    assert "•" in first["Chauffeur"]


async def test_the_ladder_and_the_communes_are_told_before_anybody_confirms(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits)
    answers = {
        "updateFrequency": "monthly",
        "contact": {"name": "Déchets", "email": "dechets@mairie.fr"},
    }
    prepared = await deposits.preview(upload, INTO, answers)
    checks = prepared.outcome["checks"]
    assert [rung["rung"] for rung in checks["rungs"]] == [
        *("readable", "typed", "conforming", "territory", "up_to_date"),
    ]
    assert checks["communes"]["seen"]["35308"] == 2
    # A commune covers itself: what lies elsewhere is told, and is no fault.
    assert checks["communes"]["outside"] == ["35236"]
    codes = {message["code"]: message["breaks"] for message in checks["messages"]}
    assert codes["outside_communes"] is False
    assert prepared.dataset.update_frequency.value == "monthly"
    assert prepared.dataset.contact.email == "dechets@mairie.fr"
    matched = await code_of(deposits.preview(upload, Wanted("pesees")))
    assert matched == "deposit_where"
