"""A walk by the links of OData: each row once, whatever the order, and each page decided anew.

Covers catalog.model.walk_ids, gateway.reading.reports.walks_told, gateway.http.addressed,
gateway.http.number_cells, gateway.http.odata.addresses, gateway.http.odata.answers,
gateway.http.odata.edm, gateway.http.odata.forms, gateway.http.odata.options,
gateway.http.odata.pages, gateway.http.odata.problems, gateway.http.odata.rows_json,
gateway.http.odata.searching, gateway.http.walk_answer, gateway.reading.walks.kept_rows,
gateway.reading.walks.page_order, gateway.reading.walks.page_rows,
gateway.reading.walks.page_statement, gateway.reading.walks.problems,
gateway.reading.walks.readable, gateway.reading.walks.walk_tokens.
"""

import json
from decimal import Decimal

import pytest

from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened

OWNER = "steward@val-d-ille-aubigne"
READER = "agent@valcobreizh"
ROOT = "/odata/val-d-ille-aubigne"


@pytest.fixture(scope="module")
async def service(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("walks") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()

        async def ask(path, agent=OWNER, params=None, method="GET", **headers):
            said = dict(headers)
            if agent is not None:
                token = state.token(find_agent(snapshot, agent))
                said["Authorization"] = f"Bearer {token}"
            return await http.request(method, path, params=params, headers=said)

        ask.http, ask.services, ask.snapshot = http, services, snapshot
        yield ask


def rows_of(answer):
    assert answer.status_code == 200, answer.text
    return json.loads(answer.content, parse_float=Decimal)["value"]


async def walked(ask, path, params, size, agent=OWNER, **headers):
    """All rows by the links as they stand, and the ids of the pages."""
    headers["Prefer"] = f"odata.maxpagesize={size}"
    answer = await ask(path, agent, params, **headers)
    rows, ids = rows_of(answer), [answer.headers["Interco-Request-Id"]]
    while link := answer.json().get("@odata.nextLink"):
        assert answer.headers["Preference-Applied"] == f"odata.maxpagesize={size}"
        assert len(answer.json()["value"]) == size
        assert link.startswith("http://interco/")
        assert not set(link) & set(" '\"+<>")
        answer = await ask(link, agent, **headers)
        rows += rows_of(answer)
        ids.append(answer.headers["Interco-Request-Id"])
    return rows, ids


async def test_every_dataset_is_walked_in_its_order_and_in_others(service, share_of):
    seen = 0
    for dataset in share_of([*service.snapshot.datasets.values()], 3):
        owner = service.snapshot.organisations[dataset.owner].slug
        agent, path = f"steward@{owner}", f"/odata/{owner}/{dataset.name}"
        # From the last columns: those that hold nothing in many rows, and the same in others.
        names = [str(each.name) for each in dataset.columns if each.type.scalar != "json"]
        for order in (None, f"{names[-1]} desc,{names[len(names) // 2]}"):
            params = {"$top": "30"} | ({} if order is None else {"$orderby": order})
            whole = rows_of(await service(path, agent, params))
            pages, _ = await walked(service, path, params, 11, agent)
            assert pages == whole, (path, order)
            seen += len(whole)
    assert seen > 150


async def test_rows_that_nothing_tells_apart_are_given_as_often_as_they_are(service):
    params = {"$select": "flux", "$orderby": "flux", "$filter": "date_collecte lt 2023-01-08"}
    whole = rows_of(await service(f"{ROOT}/collectes", READER, params, **PURPOSE))
    pages, ids = await walked(service, f"{ROOT}/collectes", params, 5, READER, **PURPOSE)
    assert pages == whole
    assert len(whole) > len({each["flux"] for each in whole}) > 1
    assert len({each.partition("-")[0] for each in ids}) == 1
    assert len(set(ids)) == len(ids) > 2


PURPOSE = {"Interco-Purpose": "rpqs_dechets"}


async def test_the_records_of_a_walk_bear_one_id(service):
    params = {"$top": "6", "$count": "true"}
    _, ids = await walked(service, f"{ROOT}/collectes", params, 2, READER, **PURPOSE)
    records = service.services.query.records
    for each in ids:
        recorded = await records.recorded_request(each)
        assert recorded is not None
        assert recorded.outcome.rows == 2
        assert recorded.intent.purpose == "rpqs_dechets"


async def test_the_list_of_ones_own_requests_shows_a_walk_as_one_line(service):
    params = {"$top": "6", "$count": "true", "$filter": "flux eq 'VERRE'"}
    _, ids = await walked(service, f"{ROOT}/collectes", params, 2, READER, **PURPOSE)
    answer = await service.http.post(
        "/graphql",
        json={"query": "{ myRequests { requestId rows requests status } }"},
        headers={"Authorization": await _bearer(service, READER)},
    )
    lines = answer.json()["data"]["myRequests"]
    (line,) = [each for each in lines if each["requestId"] == ids[0].partition("-")[0]]
    # Three pages, and the number of rows with each of them.
    assert line == {"requestId": line["requestId"], "rows": 6, "requests": 6, "status": "answered"}
    assert not [each for each in lines if each["requestId"] in ids]


async def test_another_readers_token_or_another_question_opens_nothing(service):
    params, small = {"$top": "9", "$select": "flux"}, {"Prefer": "maxpagesize=3"}
    answer = await service(f"{ROOT}/collectes", OWNER, params, **small)
    link = answer.json()["@odata.nextLink"]
    assert (await service(link)).status_code == 200
    other = await service(link, "agent@val-d-ille-aubigne")
    changed = await service(link.replace("flux", "tonnage_kg"))
    cut = await service(link[:-5])
    for refused in (other, changed, cut):
        assert refused.status_code == 410
        assert refused.json()["error"]["code"] == "page_token_unknown"


async def test_counts_keys_and_searches_are_those_of_the_rows(service):
    path = f"{ROOT}/collectes"
    where = {"$filter": "flux eq 'VERRE' and tonnage_kg gt 5000"}
    page = await service(path, params=where | {"$count": "true", "$top": "3"})
    number = await service(f"{path}/$count", params=where)
    assert number.headers["Content-Type"].startswith("text/plain")
    assert page.json()["@odata.count"] == int(number.text) > 3
    row = page.json()["value"][0]
    key = f"id_pesee='{row['id_pesee']}',code_commune='{row['code_commune']}'"
    alone = await service(f"{path}({key})")
    assert {name: alone.json()[name] for name in row} == row
    assert alone.json()["@odata.context"].endswith("$metadata#collectes/$entity")
    assert (await service(f"{path}(id_pesee='x',code_commune='y')")).status_code == 404
    assert (await service(f"{path}('x')")).json()["error"]["code"] == "odata_option"
    found = rows_of(await service(path, params={"$search": '"pesée" OR vérre', "$top": "5"}))
    assert {each["flux"] for each in found} == {"VERRE"}
    none = await service(f"{path}/$count", params={"$search": "verre NOT VERRE"})
    assert none.text == "0"


async def test_a_row_leads_to_its_commune_and_its_organisation(service):
    path, params = f"{ROOT}/collectes", {"$expand": "commune,organisation", "$top": "50"}
    rows = rows_of(await service(path, params=params | {"$select": "code_commune,flux"}))
    assert set(rows[0]) == {"code_commune", "flux", "commune", "organisation"}
    assert {each["organisation"]["slug"] for each in rows} == {"val-d-ille-aubigne"}
    names = {each["code_commune"]: each["commune"] for each in rows if each["commune"]}
    assert all(commune["code"] == code for code, commune in names.items())
    nodes = "nodes { codeCommune commune { nom } }"
    document = f"{{ valDIlleAubigne {{ collectes(first: 50) {{ {nodes} }} }} }}"
    answer = await service.http.post(
        "/graphql",
        json={"query": document},
        headers={"Authorization": await _bearer(service, OWNER)},
    )
    nodes = answer.json()["data"]["valDIlleAubigne"]["collectes"]["nodes"]
    by_graphql = {each["codeCommune"]: each["commune"]["nom"] for each in nodes if each["commune"]}
    assert {code: commune["nom"] for code, commune in names.items()} == by_graphql
    few = {"$expand": "commune", "$select": "flux", "$top": "1"}
    bare = rows_of(await service(path, params=few))
    assert set(bare[0]) == {"flux", "commune"}
    for expand, status in (("lots", 400), ("commune($select=nom)", 501)):
        assert (await service(path, params={"$expand": expand})).status_code == status


async def test_a_page_takes_the_forms_that_clients_ask_for(service):
    path = f"{ROOT}/collectes"
    plain = await service(path, params={"$top": "1"}, Accept="application/json")
    assert plain.headers.get_list("OData-Version") == ["4.0"]
    assert plain.json()["@odata.context"] == f"http://interco{ROOT}/$metadata#collectes"
    none = await service(
        path, params={"$top": "1", "$format": "application/json;odata.metadata=none"}
    )
    assert "@odata.context" not in none.json()
    texts = await service(
        path, params={"$top": "1"}, Accept="application/json;IEEE754Compatible=true"
    )
    assert isinstance(texts.json()["value"][0]["part_commune"], str)
    assert (await service(path, Accept="application/atom+xml")).status_code == 406


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("/collectes", {"$apply": "groupby((flux))"}, 501, "odata_not_served"),
        ("/collectes", {"$compute": "1 as a"}, 501, "odata_not_served"),
        ("/collectes", {"$orderby": "year(date_collecte)"}, 501, "odata_not_served"),
        ("/collectes", {"$orderby": "flux down"}, 400, "odata_option"),
        ("/collectes", {"$top": "-1"}, 400, "odata_option"),
        ("/collectes", {"$count": "oui"}, 400, "odata_option"),
        ("/collectes", {"$search": "NOT"}, 400, "odata_option"),
        ("/collectes", {"$select": "rien"}, 400, "unknown_column"),
        ("/collectes", {"filter": "rien eq 1"}, 400, "unknown_column"),
        ("/collectes", [("$top", "1"), ("$top", "2")], 400, "odata_option"),
        ("/collectes", {"$skiptoken": "MAAAA"}, 410, "page_token_unknown"),
        ("/rien", {}, 404, "unknown_dataset"),
        ("/collectes/flux", {}, 501, "odata_not_served"),
        ("/$entity", {}, 501, "odata_not_served"),
        ("/$crossjoin(collectes)", {}, 501, "odata_not_served"),
    ],
)
async def test_another_address_is_refused_in_the_words_of_odata(
    service, path, params, status, code
):
    answer = await service(ROOT + path, params=params, **{"Accept-Language": "en"})
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
    assert answer.headers.get_list("OData-Version") == ["4.0"]


async def test_nothing_is_written_and_batches_are_refused_by_name(service):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = await service(f"{ROOT}/collectes", method=method)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]
    batch = await service(f"{ROOT}/$batch", method="POST")
    assert batch.status_code == 501
    assert "$batch" in batch.json()["error"]["message"]


async def test_a_body_that_there_is_not_is_as_one_of_which_nothing_may_be_known(service):
    known = await service(f"{ROOT}/", None)
    unknown = await service("/odata/val-d-ille-autre/", None)
    for each in (known, unknown):
        assert each.status_code == 401
        assert any("Basic" in said for said in each.headers.get_list("WWW-Authenticate"))
    assert known.text == unknown.text.replace("autre", "aubigne")
    opened_to_all = await service("/odata/sde35/", None)
    assert [each["name"] for each in opened_to_all.json()["value"]] == ["bornes_recharge"]


async def test_the_next_page_is_refused_once_the_agreement_is_revoked(service):
    params, small = {"$top": "9"}, {**PURPOSE, "Prefer": "maxpagesize=3"}
    path = f"{ROOT}/collectes"
    answer = await service(path, READER, params, **small)
    link = answer.json()["@odata.nextLink"]
    assert (await service(link, READER, **small)).status_code == 200
    (recorded,) = [
        await service.services.query.records.recorded_request(answer.headers["Interco-Request-Id"])
    ]
    for cited in recorded.intent.agreements:
        acting = f'suspendAgreement(agreement: "{cited}", reason: "essai") {{ applied }}'
        document = f"mutation {{ {acting} }}"
        steward = await service.http.post(
            "/graphql",
            json={"query": document},
            headers={"Authorization": await _bearer(service, "approver@val-d-ille-aubigne")},
        )
        assert "errors" not in steward.json(), steward.text
    refused = await service(link, READER, **small)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"]


async def _bearer(service, agent):
    request = (await service("/odata/sde35/", agent)).request
    return request.headers["Authorization"]
