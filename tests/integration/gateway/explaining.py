"""What the tests of explanations share: documents, and answers taken apart."""

import json
import re
import uuid

from gateway.cli.demo_folder import find_agent
from gateway.control.execute import answer_document
from gateway.reading.query.request import GraphqlRequest

COLLECTES = "val_d_ille_aubigne__collectes"
VAL_D_ILLE, VALCOBREIZH, EAU = "243500667", "200090884", "253502629"

ACCESS = """query ($d: ID!, $for: String, $of: String, $p: String, $at: Date) {
  effectiveAccess(dataset: $d, onBehalfOf: $for, organisation: $of, purpose: $p, at: $at) {
    dataset { id } reader { siren } purpose at allowed discoverable validUntil policyRevision
    branches { agreement title start end purposes output rows { fr en } reasons { code }
      columns { name transform label { fr en } }
      scopes { at competence organisation { slug } communes { code nom } ofTheOwner { code }
        partlyCovered { nom } memberships { through { slug } communes } } }
    withheld { name } missing { code agreement purposes words { fr en } next { fr en }
      ask { siren } } } }"""
EXPLAINED = """{ requestId agent organisation { siren } onBehalfOf { siren } purpose status rows
    durationMs stages { stage milliseconds } catalogVersion policyRevision sameRevision
    notes { fr en } problems { code }
    datasets { dataset { id owner { siren } } allowed columnsRead denials { code }
      branches { agreement rows { fr en } reasons { code } } }
    statements { path kind datasets engine why { fr en } sql whole stoppedBy { code } } }"""
EXPLAIN = f"query ($x: String!, $v: String) {{ explain(document: $x, variables: $v) {EXPLAINED} }}"
EXPLAIN_REQUEST = f"query ($id: ID!) {{ explainRequest(id: $id) {EXPLAINED} }}"
WHY_NOT = """query ($d: ID!, $k: [String!]!, $of: String!, $p: String, $at: Date) {
  whyNotRow(dataset: $d, key: $k, organisation: $of, purpose: $p, at: $at) {
    found included includedFrom auditedAs missing { code }
    branches { agreement includes clauses { words { fr en } holds includedFrom
      remark { fr en } } } } }"""


async def asked(gateway, document, agent=None, purpose=None, on_behalf_of=None, **variables):
    """The answer's bytes and the id under which it was recorded."""
    request_id = uuid.uuid4().hex
    authorization = None
    if agent is not None:
        found = find_agent(await gateway.ports.catalog.current(), agent)
        authorization = f"Bearer {gateway.state.token(found)}"
    answered = await answer_document(
        GraphqlRequest(
            id=request_id,
            document=document,
            variables=variables,
            authorization=authorization,
            purpose=purpose,
            on_behalf_of=on_behalf_of,
        ),
        gateway.services,
    )
    return answered.body, request_id


async def told(gateway, document, agent=None, purpose=None, **variables):
    """The only root field of the answer; there were no errors."""
    body, _ = await asked(gateway, document, agent, purpose, **variables)
    found = json.loads(body)
    assert "errors" not in found, found
    (value,) = found["data"].values()
    return value


async def refused(gateway, document, agent=None, purpose=None, **variables):
    """The codes of the answer's problems; its only root field is null."""
    body, _ = await asked(gateway, document, agent, purpose, **variables)
    found = json.loads(body)
    (value,) = found["data"].values()
    assert value is None
    return [each["extensions"]["code"] for each in found["errors"]]


def without_reference(body):
    """The request's own reference apart."""
    return re.sub(rb'"requestId":"[^"]*"', b"", body)
