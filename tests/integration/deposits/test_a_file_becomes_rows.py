"""From the bytes of a file to the rows that queries read, and back.

Covers gateway.files.deposits.service, gateway.files.deposits.uploads,
gateway.files.deposits.reading, gateway.files.deposits.children, gateway.files.deposits.child,
gateway.files.deposits.jobs, gateway.files.deposits.answers, gateway.files.deposits.preparing,
gateway.files.deposits.placing, gateway.files.deposits.places, gateway.files.deposits.ports,
gateway.files.deposits.problems, gateway.files.deposits.told_problems,
gateway.files.deposits.expiring.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.model.dataset import Classification
from catalog.model.deposit import DepositMode
from catalog.model.hosting import HostingDemand
from catalog.model.problem import Problem
from federation.storages.deposit_files import DepositPlace
from gateway.cli.demo_folder import find_agent
from gateway.files.deposits import placing
from gateway.files.deposits.preparing import Wanted
from gateway.files.deposits.service import DepositService
from gateway.files.deposits.uploads import UploadState
from gateway.identity.subject import local_subject
from tests.integration.deposits.files import HEADERS, WEIGHINGS, csv_file
from tests.integration.deposits.test_a_deposit_gives_its_owner_no_right import MESNIL, place_of
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import (
    body,
    write,
)
from tests.unit.file_reading.workbook_bytes import xlsx

INTO = Wanted("pesees", into="valcobreizh.depot")
DATASET = "mesnil_roc_h__pesees"
FOURTH = ("P-004", "26/01/2026", "35308", "1 000,25", "Yves Morvan")
READ = "{ mesnilRocH { pesees(first: 50) { nodes { noDePesee poidsNetKg } } } }"


async def sent(content):
    half = len(content) // 2
    yield content[:half]
    yield content[half:]


async def service(gateway, agent="steward@mesnil-roc-h"):
    subject = local_subject(find_agent(await gateway.ports.catalog.current(), agent))
    services = gateway.services
    return DepositService(subject, services.acts, services.deposits, services.query)


async def staged(deposits, content=None, name="pesees.csv"):
    upload = await deposits.stage(sent(csv_file() if content is None else content), name)
    return upload.id


async def deposited(gateway, rows=WEIGHINGS, wanted=INTO, answers=None):
    deposits = await service(gateway)
    upload = await staged(deposits, csv_file(rows))
    return await deposits.confirm(upload, wanted, answers)


async def code_of(awaited):
    with pytest.raises(Problem) as refused:
        await awaited
    problem = refused.value
    for language in ("fr", "en"):
        assert "{" not in problem.sentence(language) + problem.next_step(language)
    return getattr(problem, "problems", (problem,))[0].code


async def weights(gateway):
    answered = body(await gateway.ask(READ, "agent@mesnil-roc-h"))
    nodes = answered["data"]["mesnilRocH"]["pesees"]["nodes"]
    return {each["noDePesee"]: float(each["poidsNetKg"]) for each in nodes}


def files_of(gateway):
    folder = place_of(gateway) / MESNIL / "pesees"
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


async def test_a_file_is_read_beside_the_requests_and_its_state_can_be_asked(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits)
    assert (await deposits.uploads())[0].state is UploadState.RECEIVED
    shown = await deposits.read(upload)
    assert shown.upload.state is UploadState.READING
    assert await code_of(deposits.propose(upload)) == "upload_not_read"
    await gateway.services.deposits.readings[upload]
    shown = await deposits.propose(upload)
    assert shown.upload.state is UploadState.READ
    assert "3" in " ".join(shown.reading["sentences"]["fr"])
    columns = {each["header"]: each for each in shown.reading["proposal"]["columns"]}
    assert columns["Poids net (kg)"]["type"].startswith("decimal")
    assert columns["Chauffeur"]["classification"] == "personal"
    assert "Morvan" not in json.dumps(shown.reading["proposal"], ensure_ascii=False)


async def test_a_reading_that_was_broken_off_is_begun_again(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits)
    await deposits.read(upload)
    await gateway.services.deposits.aclose()
    (waiting,) = await deposits.uploads()
    assert waiting.state is UploadState.RECEIVED
    await deposits.upload(upload)
    await gateway.services.deposits.readings[upload]
    assert (await deposits.upload(upload)).upload.state is UploadState.READ


async def test_the_first_file_makes_the_dataset_and_what_a_person_answers_holds(gateway):
    answers = {
        "title": {"fr": "Pesées du Mesnil", "en": "Weighings of Le Mesnil"},
        "columns": {
            "Chauffeur": {"personal": False, "label": {"fr": "Équipe"}, "name": "equipe"},
            "Commune": {"keep": False},
        },
    }
    deposits = await service(gateway)
    upload = await staged(deposits)
    prepared = await deposits.preview(upload, INTO, answers)
    assert prepared.outcome["rows"] == 3
    assert files_of(gateway) == []
    await deposits.confirm(upload, INTO)
    dataset = (await gateway.ports.catalog.current()).datasets[DATASET]
    assert (dataset.title_fr, dataset.title_en) == ("Pesées du Mesnil", "Weighings of Le Mesnil")
    by_name = {each.name: each for each in dataset.columns}
    assert by_name["equipe"].classification is Classification.INTERNAL
    assert by_name["equipe"].label_fr == "Équipe"
    assert "code_commune" not in by_name
    assert dataset.territory is None
    assert dataset.personal_data is False
    assert await weights(gateway) == {"P-001": 1250.5, "P-002": 980, "P-003": 1100}
    assert files_of(gateway) == ["v1.original", "v1.parquet"]
    assert await deposits.uploads() == ()
    _, original = await deposits.original("pesees", 1)
    assert original == csv_file()


async def test_later_files_replace_append_or_update_and_the_last_is_undone(gateway):
    await deposited(gateway)
    deposits = await service(gateway)
    changed = ("P-002", "12/01/2026", "35308", "985", "Yves Morvan")
    upload = await staged(deposits, csv_file([changed, FOURTH]))
    seen = await deposits.preview(upload, Wanted("pesees", DepositMode.UPDATE))
    difference = seen.outcome["difference"]
    assert (difference["added"], difference["changed"], difference["removed"]) == (1, 1, 0)
    assert "+1" in difference["sentence"]["fr"]
    await deposits.confirm(upload, Wanted("pesees", DepositMode.UPDATE, seen=1))
    assert await weights(gateway) == {
        "P-001": 1250.5,
        "P-002": 985,
        "P-003": 1100,
        "P-004": 1000.25,
    }
    fifth = ("P-005", "02/02/2026", "35308", "10", "Yves Morvan")
    await deposited(gateway, [fifth], Wanted("pesees", DepositMode.APPEND))
    assert len(await weights(gateway)) == 5
    await deposited(gateway, [FOURTH], Wanted("pesees"))
    assert await weights(gateway) == {"P-004": 1000.25}
    undone = await deposits.undo("pesees")
    assert undone.version.number == 3
    assert len(await weights(gateway)) == 5
    versions = (await deposits.versions("pesees")).deposit.versions
    assert [each.state.value for each in versions] == ["past", "past", "current", "undone"]
    assert [each.mode.value for each in versions] == ["replace", "update", "append", "replace"]
    _, original = await deposits.original("pesees", 4)
    assert original == csv_file([FOURTH])


async def test_a_workbook_with_a_title_above_is_deposited_as_well(gateway):
    rows = [["Pesées 2026"], [], list(HEADERS), ["P-001", "05/01/2026", "35308", 12.5, "Anne"]]
    deposits = await service(gateway)
    upload = await staged(deposits, xlsx({"Pesées": rows}), "C:\\Export\\pesees.xlsx")
    confirmed = await deposits.confirm(upload, INTO)
    assert confirmed.change.version.file_name == "pesees.xlsx"
    assert await weights(gateway) == {"P-001": 12.5}


async def test_what_a_person_decided_of_a_file_is_not_asked_again(gateway):
    await deposited(gateway)
    deposits = await service(gateway)
    headers = HEADERS[:4]
    without = csv_file([FOURTH[:4]], headers)
    upload = await staged(deposits, without)
    wanted = Wanted("pesees", DepositMode.UPDATE)
    assert await code_of(deposits.preview(upload, wanted)) == "deposit_questions"
    await deposits.confirm(upload, wanted, {"match": {"missing": ["chauffeur"]}})
    again = await staged(deposits, without)
    assert (await deposits.preview(again, wanted)).outcome["missing"] == ["chauffeur"]


async def test_a_file_that_cannot_be_read_says_why_each_time_that_it_is_asked(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits, b"PK\x03\x04 pas un classeur", "casse.xlsx")
    code = await code_of(deposits.preview(upload, INTO))
    shown = await deposits.upload(upload)
    assert shown.upload.state is UploadState.REFUSED
    assert shown.upload.problem.code == code
    assert "casse.xlsx" in shown.upload.problem.fr
    assert files_of(gateway) == []


async def test_a_file_is_known_to_whoever_sent_it_and_to_nobody_else(gateway):
    upload = await staged(await service(gateway))
    for agent in ("steward@valcobreizh", "steward@bretagne-romantique"):
        other = await service(gateway, agent)
        assert await other.uploads() == ()
        assert await code_of(other.upload(upload)) == "unknown_upload"
        assert await code_of(other.cancel(upload)) == "unknown_upload"
    own = await service(gateway)
    for unknown in ("0" * 32, "../" + upload, upload.upper(), ""):
        assert await code_of(own.upload(unknown)) == "unknown_upload"


@pytest.mark.parametrize("agent", ["agent@mesnil-roc-h", "operator@interco"])
async def test_whoever_may_not_deposit_leaves_nothing_on_the_disk(gateway, agent):
    other = await service(gateway, agent)
    assert await code_of(other.stage(sent(csv_file()), "a.csv")) == "act_role_required"
    assert list(gateway.services.deposits.uploads.folder.glob("*")) == []


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "vide.csv", "upload_empty"),
        (b"x" * (50 * 1024 * 1024 + 1), "grand.csv", "upload_too_large"),
        (b"a;b\n", "..", "upload_name_refused"),
        (b"a;b\n", "a\u202eb.csv", "upload_name_refused"),
        (b"a;b\n", "x" * 201, "upload_name_refused"),
    ],
)
async def test_what_is_not_kept_leaves_nothing(gateway, content, name, code):
    deposits = await service(gateway)
    assert await code_of(deposits.stage(sent(content), name)) == code
    assert list(gateway.services.deposits.uploads.folder.glob("*")) == []


async def test_a_file_is_erased_when_it_is_cancelled_or_after_seven_days(gateway):
    deposits, store = await service(gateway), gateway.services.deposits.uploads
    upload, other = await staged(deposits), await staged(deposits)
    await deposits.read(upload)
    await deposits.cancel(upload)
    assert await code_of(deposits.upload(upload)) == "unknown_upload"
    now = gateway.services.acts.clock()
    assert store.expire(now + timedelta(days=6, hours=23)) == 0
    assert store.expire(now + timedelta(days=7, hours=1)) == 1
    assert await code_of(deposits.upload(other)) == "unknown_upload"
    assert list(store.folder.glob("*")) == []


async def test_nothing_is_left_in_the_deposit_when_the_act_is_refused(gateway):
    await deposited(gateway)
    deposits = await service(gateway)
    upload = await staged(deposits, csv_file([FOURTH]))
    await deposits.preview(upload, Wanted("pesees"))

    broken = replace(deposits, acts=replace(deposits.acts, catalog=_Failing(deposits.acts.catalog)))
    with pytest.raises(OSError, match="full"):
        await broken.confirm(upload, Wanted("pesees"))
    assert files_of(gateway) == ["v1.original", "v1.parquet"]
    await deposits.confirm(upload, Wanted("pesees"))
    assert await weights(gateway) == {"P-004": 1000.25}


class _Failing:
    """A catalog that can be read, and no more."""

    def __init__(self, catalog):
        self._catalog = catalog

    async def current(self):
        return await self._catalog.current()

    async def write(self, *_):
        raise OSError("the disk of the store is full")


async def test_what_a_crash_left_is_passed_over_then_removed(gateway, monkeypatch):
    await deposited(gateway)
    folder = place_of(gateway) / MESNIL / "pesees"
    (folder / "v2.parquet").write_bytes(b"half of a version")
    confirmed = await deposited(gateway, [FOURTH], Wanted("pesees"))
    assert confirmed.change.version.number == 3
    assert (folder / "v2.parquet").exists()
    monkeypatch.setattr(placing, "_LEFT_BEHIND_S", -1.0)
    await deposited(gateway, WEIGHINGS, Wanted("pesees"))
    assert [each for each in files_of(gateway) if each.endswith("parquet")] == [
        *("v1.parquet", "v3.parquet", "v4.parquet"),
    ]


async def test_two_that_confirm_at_once_make_two_versions_or_one_is_told_to_look_again(gateway):
    await deposited(gateway)
    deposits = await service(gateway)
    uploads = [await staged(deposits, csv_file([row])) for row in (WEIGHINGS[0], FOURTH)]
    done = await asyncio.gather(
        *(deposits.confirm(each, Wanted("pesees", seen=1)) for each in uploads),
        return_exceptions=True,
    )
    refused = [each for each in done if isinstance(each, Problem)]
    assert [each.code for each in refused] == ["deposit_moved"]
    current = (await deposits.versions("pesees")).deposit.current
    assert f"v{current.number}.parquet" in files_of(gateway)
    parquet = [each for each in files_of(gateway) if each.endswith(".parquet")]
    assert len(parquet) == 2


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"titre": {}}, "answers.titre"),
        ({"columns": {"Jour": {"type": "jour"}}}, "columns.Jour"),
        ({"columns": {"Autre": {"keep": False}}}, "columns.Autre"),
        ({"columns": {"Jour": {"personal": "oui"}}}, "columns.Jour.personal"),
        ({"columns": {header: {"keep": False} for header in HEADERS}}, "columns"),
        ({"listing": "tous"}, "answers.listing"),
        ({"match": {"missing": "a"}}, "match.missing"),
        ([], "answers"),
    ],
)
async def test_an_answer_that_is_none_is_named(gateway, answers, path):
    deposits = await service(gateway)
    upload = await staged(deposits)
    with pytest.raises(Problem) as refused:
        await deposits.preview(upload, INTO, answers)
    assert refused.value.code == "deposit_answers_refused"
    assert f"« {path} »" in refused.value.sentence("fr")


async def test_a_name_that_is_not_known_and_no_deposit_chosen(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits)
    assert await code_of(deposits.preview(upload, Wanted("pesees"))) == "deposit_where"
    elsewhere = Wanted("pesees", into="sde35.opendata")
    assert await code_of(deposits.preview(upload, elsewhere)) == "act_refused"
    own = Wanted("energie_batiments")
    assert await code_of(deposits.preview(upload, own)) == "not_in_a_deposit"


async def test_nothing_is_deposited_where_it_is_not_hosted_as_demanded(gateway):
    await deposited(gateway)
    dataset = (await gateway.ports.catalog.current()).datasets[DATASET]
    await write(gateway, replace(dataset, hosting=HostingDemand(countries=("FR",)), version=2))
    deposits = await service(gateway)
    upload = await staged(deposits)
    assert await code_of(deposits.preview(upload, Wanted("pesees"))) == "deposit_not_hosted"


def test_the_place_of_a_deposit_is_shown_without_its_secret():
    assert "MOT" not in repr(DepositPlace(None, "MOT-DE-PASSE"))


async def test_whoever_may_not_read_the_rows_gets_neither_the_difference_nor_the_original(gateway):
    await deposited(gateway)
    dataset = (await gateway.ports.catalog.current()).datasets[DATASET]
    await write(gateway, replace(dataset, reader_groups=frozenset({"paie"}), version=2))
    deposits = await service(gateway)
    upload = await staged(deposits, csv_file([FOURTH]))
    assert (await deposits.preview(upload, Wanted("pesees"))).outcome["difference"] is None
    assert await code_of(deposits.original("pesees", 1)) == "original_refused"
    payroll = replace(deposits.subject, groups=frozenset({"paie"}))
    reader = replace(deposits, subject=payroll)
    assert (await reader.preview(upload, Wanted("pesees"))).outcome["difference"]["removed"] == 3
    _, original = await reader.original("pesees", 1)
    assert original == csv_file()
