"""A town deposits a workbook, another body reads its share under an agreement, version by version.

Covers gateway.control.deposits, catalog.actions.deposit_versions,
gateway.sharing.notifications.deposit_sentences.
"""

from __future__ import annotations

import re
from dataclasses import replace

from catalog.declaration.declaration import read_documents
from catalog.model.delivery import Channel, OutboxEntry
from catalog.model.deposit import DepositMode
from catalog.model.message import Message
from gateway.acts.act import apply_declaration
from gateway.cli.demo_folder import find_agent
from gateway.files.deposits.preparing import Wanted
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.loop import deliver_due
from gateway.sharing.notifications.recipients import plan_deliveries
from tests.integration.deposits.test_a_file_becomes_rows import service, staged
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body
from tests.unit.file_reading.workbook_bytes import Styled, xlsx

READER = ("agent@valcobreizh", "rpqs_dechets")
READ = """{ mesnilRocH { pesees(first: 50) {
  nodes { noDePesee poidsNetKg chauffeur } } } }"""
HEADERS = ["N° de pesée", "Jour", "Commune", "Poids net (kg)", "Chauffeur"]
AGREEMENT = """\
organisation: {siren: "200085868", slug: mesnil-roc-h, name: "Mesnil-Roc'h", kind: commune,
  commune_code: "35308", commune_code_at: 2019-01-01}
agreements:
  conv-2026-0900:
    to: valcobreizh
    dataset: pesees
    title: Pesées du Mesnil (convention fictive)
    columns: {no_de_pesee: clear, poids_net_kg: clear, code_commune: clear}
    rows:
      compare: [{column: code_commune, op: in, values: ["35308"]}]
    purposes: [rpqs_dechets]
    legal_basis: "CGCT, articles L2224-17-1 et D2224-1"
    start: "2026-01-01"
    end: "2027-12-31"
    state: active
    approvals:
      - {organisation: mesnil-roc-h, agent: approver@mesnil-roc-h, at: "2026-01-01T10:00:00+01:00"}
      - {organisation: valcobreizh, agent: approver@valcobreizh, at: "2026-01-01T11:00:00+01:00"}
"""


async def agreed(gateway):
    """As the demo's own agreements are declared: signed already."""
    declaration = read_documents({"o.yaml": AGREEMENT.encode()}, allow_approved=True)
    operator = local_subject(find_agent(await gateway.ports.catalog.current(), "operator@interco"))
    await apply_declaration(declaration, operator, gateway.services.acts, dry_run=False)


def workbook(*rows):
    """As the software of a weighbridge exports it: a title, an empty row, headers, a total."""
    day = 46_027
    lines = [
        [number, Styled(day + at, 1), commune, kg, who]
        for at, (number, commune, kg, who) in enumerate(rows)
    ]
    total = ["Total", None, None, sum(each[2] for each in rows), None]
    return xlsx({"Pesées 2026": [["Pesées 2026"], [], HEADERS, *lines, total]})


FIRST = (
    ("P-001", "35308", 1250.5, "Anne Le Goff"),
    ("P-002", "35236", 980.0, "Yves Morvan"),
    ("P-003", "35308", 1100.0, "Anne Le Goff"),
)


async def deposit(gateway, rows, mode=DepositMode.REPLACE):
    deposits = await service(gateway)
    upload = await staged(deposits, workbook(*rows), "pesees.xlsx")
    wanted = Wanted("pesees", mode, into="valcobreizh.depot")
    return await deposits.confirm(upload, wanted)


async def share_of(gateway):
    answered = body(await gateway.ask(READ.replace(" chauffeur", ""), *READER))
    nodes = answered["data"]["mesnilRocH"]["pesees"]["nodes"]
    return {each["noDePesee"]: float(each["poidsNetKg"]) for each in nodes}


async def test_each_version_is_what_the_other_body_reads_of_its_share(gateway):
    await deposit(gateway, FIRST)
    refused = await gateway.ask(READ, *READER)
    assert b"P-001" not in refused.body
    assert body(refused)["errors"]
    await agreed(gateway)
    assert await share_of(gateway) == {"P-001": 1250.5, "P-003": 1100}
    hidden = await gateway.ask(READ, *READER)
    assert b"Le Goff" not in hidden.body
    corrected = ("P-003", "35308", 1111.0, "Anne"), ("P-004", "35308", 7.0, "Yves")
    await deposit(gateway, corrected, DepositMode.UPDATE)
    assert await share_of(gateway) == {"P-001": 1250.5, "P-003": 1111, "P-004": 7}
    await deposit(gateway, (("P-005", "35308", 5.0, "C"),), DepositMode.APPEND)
    assert len(await share_of(gateway)) == 4
    await deposit(gateway, (("P-009", "35308", 9.0, "D"), ("P-010", "35236", 1.0, "E")))
    assert await share_of(gateway) == {"P-009": 9}
    await (await service(gateway)).undo("pesees")
    assert len(await share_of(gateway)) == 4


INBOX = "{ inbox { kind about titleFr sentenceEn } }"


async def told_of_new_rows(gateway, agent):
    await deliver_due(gateway.services.notifications)
    inbox = body(await gateway.ask(INBOX, agent))["data"]["inbox"]
    return [one for one in inbox if one["kind"] == "dataset.new_rows"]


async def test_who_reads_by_an_agreement_is_told_of_new_rows_once_a_day(gateway):
    await deposit(gateway, FIRST)
    await agreed(gateway)
    assert await told_of_new_rows(gateway, "agent@valcobreizh") == []
    await deposit(gateway, (("P-004", "35308", 7.0, "Yves"),), DepositMode.APPEND)
    await deposit(gateway, (("P-005", "35308", 8.0, "Yves"),), DepositMode.APPEND)
    (message,) = await told_of_new_rows(gateway, "agent@valcobreizh")
    assert message["about"] == "mesnil_roc_h__pesees"
    assert re.match(r"Nouvelles données\s: ", message["titleFr"])
    assert "Yves" not in str(message)
    assert len(await told_of_new_rows(gateway, "steward@valcobreizh")) == 1
    for other in ("agent@sde35", "approver@valcobreizh", "steward@mesnil-roc-h"):
        assert await told_of_new_rows(gateway, other) == []


async def test_who_reads_no_more_as_the_agreement_is_over_is_told_nothing(gateway):
    await deposit(gateway, FIRST)
    await agreed(gateway)
    citation = next(
        each.citation
        for each in (await gateway.ports.catalog.current()).agreements
        if each.dataset_id == "mesnil_roc_h__pesees"
    )
    revoke = f'mutation {{ revokeAgreement(agreement: "{citation}", reason: "Fin") {{ act }} }}'
    assert "errors" not in body(await gateway.ask(revoke, "approver@mesnil-roc-h"))
    await deposit(gateway, (("P-004", "35308", 7.0, "Yves"),), DepositMode.APPEND)
    assert await told_of_new_rows(gateway, "agent@valcobreizh") == []


async def test_new_rows_are_in_the_list_and_never_mailed(gateway):
    snapshot = await gateway.ports.catalog.current()
    reader = find_agent(snapshot, "agent@valcobreizh")
    known = {key: replace(one, email="a@b.fr") for key, one in snapshot.agents.items()}
    message = Message(
        "dataset.new_rows",
        "k",
        (reader.organisation,),
        frozenset({"agent"}),
        "mesnil_roc_h__pesees",
    )
    entry = OutboxEntry(1, gateway.ports.clock(), message)
    planned = plan_deliveries(entry, replace(snapshot, agents=known), by_mail=True)
    assert {one.channel for one in planned} == {Channel.IN_APP}


LISTED = """{ uploads { fileName state } openDeposits { name owner secnumcloud }
  deposits { dataset storage versions { number mode rows state daysLeftToUndo by } } }"""


async def test_pages_read_what_waits_what_was_deposited_and_where_one_may(gateway):
    await deposit(gateway, FIRST)
    await deposit(gateway, FIRST[:2])
    await staged(await service(gateway), workbook(*FIRST), "suite.xlsx")
    data = body(await gateway.ask(LISTED, "steward@mesnil-roc-h"))["data"]
    assert data["uploads"] == [{"fileName": "suite.xlsx", "state": "received"}]
    assert [each["name"] for each in data["openDeposits"]] == ["valcobreizh.depot"]
    (deposited,) = data["deposits"]
    assert [each["daysLeftToUndo"] for each in deposited["versions"]] == [None, 29]
    assert [each["rows"] for each in deposited["versions"]] == [3, 2]
    other = body(await gateway.ask(LISTED, "steward@valcobreizh"))["data"]
    assert (other["uploads"], other["deposits"]) == ([], [])
    refused = body(await gateway.ask(LISTED, "agent@mesnil-roc-h"))
    assert refused["data"]["deposits"] is None
