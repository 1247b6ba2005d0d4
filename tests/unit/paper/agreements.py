"""An agreement to print, as a draft of a small world."""

from catalog.actions.agreement import draft_agreement
from catalog.actions.agreement_text import signed_document, signed_hash
from catalog.codec import write_value
from papers.agreement_sheet import agreement_sheet
from tests.sharing.world import CATALOG, PROJECT
from tests.unit.catalog.examples import facts_in

AGREEMENT = draft_agreement(PROJECT, facts_in(CATALOG))
NAMES = {str(body.siren): body.name for body in CATALOG.organisations.values()}


def sheet_of(agreement, language="fr"):
    record = {
        "state": agreement.state.value,
        "approvals": write_value(agreement.approvals),
        "names": NAMES,
    }
    digest = signed_hash(agreement)
    address = f"https://interco.example/verify/{digest}"
    return agreement_sheet(signed_document(agreement), record, digest, address, language)
