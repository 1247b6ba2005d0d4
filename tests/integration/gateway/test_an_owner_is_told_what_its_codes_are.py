"""`coverage`: the commune codes of a dataset by cause, for the owner's stewards alone.

Covers gateway.reading.reports.coverage, gateway.reading.reports.coverage_service,
gateway.control.coverage, gateway.control.coverage_types, gateway.control.communes,
gateway.control.dataset_names.
"""

import json

import pytest

from gateway.cli.demo_folder import find_agent
from gateway.identity.subject import local_subject
from gateway.reading.reports.coverage import report_coverage
from tests.integration.gateway.explaining import COLLECTES

STEWARD = "steward@val-d-ille-aubigne"
COVERAGE = """query ($d: ID!) { coverage(dataset: $d) { column dateColumn readOn rows
  causes { cause fr en inTerritory rows codes examples { code rows now nowNom } } } }"""


async def asked(gateway, agent, dataset):
    return (await gateway.ask(COVERAGE, agent, variables={"d": dataset})).body


async def test_each_row_is_in_one_cause_as_the_report_counts_them(embedded):
    found = json.loads(await asked(embedded, STEWARD, COLLECTES))["data"]["coverage"]
    subject = local_subject(find_agent(await embedded.ports.catalog.current(), STEWARD))
    report = await report_coverage(COLLECTES, subject, embedded.ports)
    assert found["rows"] == report.rows == sum(each["rows"] for each in found["causes"]) > 0
    assert (found["column"], found["dateColumn"], found["readOn"]) == (
        *("code_commune", "date_collecte", None),
    )
    assert [(each["cause"], each["inTerritory"], each["codes"]) for each in found["causes"]] == [
        (each.cause.code, each.cause.counts, each.codes) for each in report.causes
    ]
    assert [[one["code"] for one in each["examples"]] for each in found["causes"]] == [
        [one.code for one in each.examples] for each in report.causes
    ]


@pytest.mark.parametrize(
    "agent",
    [None, "agent@val-d-ille-aubigne", "dpo@val-d-ille-aubigne", "steward@valcobreizh"],
)
async def test_for_everybody_else_it_is_as_if_there_were_no_such_dataset(embedded, agent):
    answer = json.loads(await asked(embedded, agent, COLLECTES))
    nowhere = json.loads(await asked(embedded, agent, "ds_nowhere"))
    assert answer["data"] == nowhere["data"] == {"coverage": None}
    assert [each["extensions"]["code"] for each in nowhere["errors"]] == ["unknown_dataset"]
    # Whoever may discover it may know that it is there.
    assert ("errors" in answer) is (agent is None)


async def test_one_request_asks_for_a_few(embedded):
    fields = " ".join(f'c{each}: coverage(dataset: "{COLLECTES}") {{ rows }}' for each in range(6))
    agent = "steward@valcobreizh"
    answer = json.loads((await embedded.ask(f"{{ {fields} }}", agent)).body)
    assert [each["extensions"]["code"] for each in answer["errors"]] == ["too_many_coverages"]
