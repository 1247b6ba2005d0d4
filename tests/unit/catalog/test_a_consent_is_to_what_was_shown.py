"""A body consents to one text of a service, and to the columns that this text reads.

Covers catalog.actions.services.consents.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.services.consents import give_consent
from catalog.actions.services.problems import ConsentRefused, UnknownPublishedService
from catalog.model.consent import Consent, ConsentedColumn, ConsentedRole
from catalog.model.dataset import Classification
from catalog.model.published_service import BoundField, PublishedService
from tests.unit.catalog.examples import DRAFT, NOW, VAL_DILLE, VALCOBREIZH, catalog_of, facts_in

DATASET = replace(DRAFT, id="val_d_ille_aubigne__collectes")
READ = ("id_pesee", "date_collecte")
SERVICE = PublishedService(
    "comparaison", "1.4.1", VALCOBREIZH.siren, "sha256:read", "{}", "k", "s", None, "anne", NOW
)
WANTED = Consent(
    id="",
    owner=VAL_DILLE.siren,
    dataset=DATASET.id,
    service=SERVICE.id,
    digest=SERVICE.digest,
    roles=(ConsentedRole("valeurs", tuple(BoundField(name, name) for name in READ)),),
    columns=tuple(ConsentedColumn(name, Classification.INTERNAL) for name in READ),
    body_column="id_pesee",
    purpose="rpqs_dechets",
    end=date(2027, 12, 31),
    by_issuer="urn:a",
    by_sub="anne",
    at=NOW,
)


def given(consent, service=SERVICE):
    return give_consent(consent, facts_in(catalog_of(VAL_DILLE, VALCOBREIZH, DATASET, service)))


def test_it_holds_for_the_text_that_was_read_and_for_no_other():
    (consent,) = given(WANTED).changes.put
    assert consent.id == "consent-val-d-ille-aubigne-comparaison-1"
    with pytest.raises(UnknownPublishedService):
        given(WANTED, replace(SERVICE, digest="sha256:another"))


@pytest.mark.parametrize(
    "columns",
    [
        (*WANTED.columns, ConsentedColumn("code_commune", Classification.INTERNAL)),
        WANTED.columns[:1],
        (WANTED.columns[0], ConsentedColumn("date_collecte", Classification.OPEN)),
    ],
    ids=["one that the service does not read", "one too few", "as another class"],
)
def test_its_columns_are_those_that_the_service_reads_as_they_are_classified(columns):
    with pytest.raises(ConsentRefused):
        given(replace(WANTED, columns=columns))
