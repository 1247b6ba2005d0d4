"""A request begins with the template that fits, the text that it knows, and the safe communes.

Covers gateway.console.requests.proposing.
"""

import pytest

from gateway.console.requests.proposing import (
    Context,
    Fit,
    by_columns,
    by_template,
    fits_of,
    of_purpose,
    other_territories,
    own_territories,
    source_of,
)
from gateway.console.requests.typed import Typed

WASTE, WATER = {"fr": "la gestion des déchets"}, {"fr": "l'eau potable"}
TEMPLATES = {
    "matrice": {
        "name": "matrice", "purposes": ["rpqs_dechets"], "competence": "1510", "subject": WASTE,
        "legalBasis": "CGCT, L2224-17-1", "standard": "matrice", "columns": ["annee", "flux"],
    },
    "rpqs_dechets": {
        "name": "rpqs_dechets", "purposes": ["rpqs_dechets"], "competence": "1510",
        "subject": WASTE, "legalBasis": "CGCT, D2224-1", "standard": "collecte",
        "columns": ["jour", "flux", "kg"],
    },
    "eau": {
        "name": "eau", "purposes": ["rpqs_eau"], "competence": "1502", "subject": WATER,
        "legalBasis": "CGCT, L2224-5", "standard": None, "columns": ["compteur", "m3"],
    },
}  # fmt: skip
FILE = {
    "titleFr": "Export",
    "titleEn": "Export [fr]",
    "territory": {"column": "insee"},
    "standard": None,
}
PESEES = (Fit("rpqs_dechets", 3, ("date", "flux")),)


def context(fits=(), dataset=FILE):
    return Context({}, TEMPLATES, (), dataset, (), fits=fits)


def bearing(**columns):
    """The templates as they are answered for data that bear these many of their columns."""
    return [
        {
            **template,
            "placed": [{"column": name} for name in columns.get(template["name"], ())],
            "missing": [],
        }
        for template in TEMPLATES.values()
    ]


def test_the_template_is_proposed_of_which_the_data_bear_more_than_half():
    fits = fits_of(bearing(rpqs_dechets=("date", "flux"), matrice=("flux",)), None)
    assert fits == list(PESEES)
    assert by_template(Typed({}), context(fits))["template"] == "rpqs_dechets"
    assert not by_template(Typed({}), context())["template"]
    # What tells the rows apart says nothing of their subject.
    assert not fits_of(bearing(rpqs_dechets=("date", "flux")), None, keys=("date",))


def test_the_template_of_the_datas_standard_comes_first():
    both = bearing(rpqs_dechets=("date", "flux", "kg"), matrice=("flux",))
    assert [fit.template for fit in fits_of(both, "matrice")] == ["matrice", "rpqs_dechets"]


def test_what_a_template_knows_is_filled_in_and_what_was_typed_stays():
    begun = by_columns(Typed({}), context(PESEES))
    assert (begun["title"], begun["purpose"]) == ("Export", "rpqs_dechets")
    # Two templates are for this purpose: the one that fits, or is named after it, says the text.
    assert begun["legal_basis"] == "CGCT, D2224-1"
    assert begun.columns == ("date", "flux")
    assert begun["where"] == "1510"
    own = Typed({"title": "Nos pesées", "legal_basis": "Statuts", "where": "all"}, columns=("kg",))
    begun = by_columns(own, context(PESEES))
    assert (begun["title"], begun["legal_basis"]) == ("Nos pesées", "Statuts")
    assert (begun["where"], begun.columns) == ("all", ("kg",))


def test_another_purpose_brings_its_own_text_and_communes():
    of_waste = of_purpose(Typed({"purpose": "rpqs_dechets"}), context())
    assert (of_waste["legal_basis"], of_waste["where"]) == ("CGCT, D2224-1", "1510")
    of_water = of_purpose(Typed({**of_waste.texts, "purpose": "rpqs_eau", "where": ""}), context())
    assert (of_water["legal_basis"], of_water["where"]) == ("CGCT, L2224-5", "1502")
    of_none = of_purpose(Typed({**of_water.texts, "purpose": "suivi", "where": ""}), context())
    assert (of_none["legal_basis"], of_none["where"]) == ("", "all")


@pytest.mark.parametrize(("purpose", "template"), [("rpqs_eau", "eau"), ("suivi", None)])
def test_where_the_text_comes_from_is_known(purpose, template):
    source = source_of(Typed({"purpose": purpose}), context())
    assert (source and source["name"]) == template


def test_only_communes_of_the_subject_are_offered_each_once():
    typed = Typed({"purpose": "rpqs_dechets"})
    assert own_territories(typed, context(PESEES)) == [("1510", WASTE)]
    assert other_territories(typed, context(PESEES)) == [("1502", WATER)]
    of_no_commune = context(PESEES, {"territory": None, "standard": None})
    assert own_territories(typed, of_no_commune) == other_territories(typed, of_no_commune) == []
    assert of_purpose(typed, of_no_commune)["where"] == "all"
