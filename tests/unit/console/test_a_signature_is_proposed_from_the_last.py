"""A signature begins with what the same person wrote at the last one for the same body, and
says of which communes the rows are.

Covers gateway.console.signing.views.
"""

from types import SimpleNamespace

from gateway.console.signing.views import last_signature, rows_by_commune

VISIT = SimpleNamespace(agent="approver@val", body={"siren": "1"})


def signed(at, capacity="Présidente", agent="approver@val", siren="1"):
    return {
        "approvals": [
            {
                "organisation": {"siren": siren},
                "agent": agent,
                "at": at,
                "capacity": capacity,
                "act": {"reference": f"Délibération {at[:4]}-7", "enforceableSince": "2026-02-01"},
            }
        ]
    }


def test_the_last_one_of_this_year_gives_all_of_it():
    before = [signed("2026-01-02T09:00:00"), signed("2026-05-02T09:00:00", "Vice-présidente")]
    assert last_signature(before, 2026, VISIT) == {
        "capacity": "Vice-présidente",
        "reference": "Délibération 2026-7",
        "since": "2026-02-01",
    }


def test_a_deliberation_of_another_year_is_not_proposed():
    assert last_signature([signed("2025-12-30T09:00:00")], 2026, VISIT) == {
        "capacity": "Présidente"
    }


def test_nothing_is_proposed_of_a_signature_that_says_nothing():
    (approval,) = signed("2025-12-30T09:00:00", capacity=None)["approvals"]
    assert last_signature([{"approvals": [approval | {"act": None}]}], 2026, VISIT) == {}


def test_nobody_elses_signature_is_proposed():
    others = [
        signed("2026-01-02T09:00:00", agent="approver@sud"),
        signed("2026-01-02T09:00:00", siren="2"),
    ]
    assert last_signature(others, 2026, VISIT) == {}


def counted(name, code, given, total):
    return {"nom": name, "code": code, "rowCount": given, "totalRows": total}


def in_words(communes, rows, total, preview):
    before = {"rowCount": rows, "totalRows": total, "communes": communes}
    visit = SimpleNamespace(
        language="fr",
        number=str,
        gettext=lambda words, **values: words % values if values else words,
    )
    return rows_by_commune(before, preview, "SMICTOM", visit).replace("\u00a0", " ")


def test_the_communes_of_the_rows_and_what_is_left_out_are_named():
    communes = [
        counted("Combourg", "35085", 200, 200),
        counted("Cuguen", "35092", 18, 18),
        counted("Rennes", "35238", 0, 80),
    ]
    preview = {"allRows": False, "communes": [{"code": "35085"}, {"code": "35092"}]}
    assert in_words(communes, 218, 300, preview) == (
        "2 communes : Combourg (200) et Cuguen (18). "
        "80 lignes ne sont pas données : hors du territoire de SMICTOM (Rennes). "
        "2 autres lignes ne sont pas données : sans commune reconnue, ou hors des conditions."
    )
    everywhere = {"allRows": True, "communes": []}
    assert in_words(communes[:1], 200, 200, everywhere) == "Commune : Combourg (200)."
    assert not rows_by_commune(None, everywhere, "SMICTOM", None)
