"""What a test asks of `/graphql` with the session of a page, as the console's own scripts would."""

import json

_FETCH = """async ([document, variables, purpose]) => {
  const headers = {'Content-Type': 'application/json'};
  if (purpose) headers['Interco-Purpose'] = purpose;
  const body = JSON.stringify({query: document, variables});
  const answer = await fetch('/graphql', {method: 'POST', headers, body});
  return await answer.text();
}"""
_DRAFT = """mutation ($input: TemplateDraftInput!) {
  draftFromTemplate(input: $input) { agreement { citation } } }"""
_SUBMIT = "mutation ($a: String!) { submitAgreement(agreement: $a) { agreement { state } } }"


def ask(page, document, purpose=None, **variables):
    return json.loads(page.evaluate(_FETCH, [document, variables, purpose]))


def request_sent(steward, dataset="valcobreizh.collectes", template="rpqs_dechets"):
    """The citation of a request for `dataset` that the body of this steward's page has sent."""
    given = {
        "template": template,
        "dataset": dataset,
        "start": "2026-11-20",
        "end": "2027-12-31",
    }
    drafted = ask(steward, _DRAFT, input=given)
    citation = drafted["data"]["draftFromTemplate"]["agreement"]["citation"]
    answer = ask(steward, _SUBMIT, a=citation)
    assert answer["data"]["submitAgreement"]["agreement"]["state"] == "submitted", answer
    return citation
