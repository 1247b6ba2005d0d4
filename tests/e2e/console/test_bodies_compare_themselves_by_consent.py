"""Five bodies let a service read their own figures; a sixth compares itself and sees none of them.

Covers gateway.console.mutualised.consenting, gateway.cli.consent_commands.
"""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import run_interco
from tests.e2e.console.conftest import NARROW, overflow_of
from tests.e2e.console.files_by_http import Clerk

PEERS = {
    "couesnon-marches-de-bretagne": ("200070688", "201,8"),
    "liffre-cormier-communaute": ("243500774", "188,2"),
    "mesnil-roc-h": ("200085868", "231,4"),
    "saint-meen-montauban": ("200038990", "196,3"),
    "val-d-ille-aubigne": ("243500667", "212,7"),
}
OURS = ("bretagne-romantique", "243500733", "204,9")
DEPOSIT = """organisation:
  siren: "200090884"
  slug: valcobreizh
  name: SMICTOM Valcobreizh
  kind: SMF
storages:
  depot:
    kind: deposit
    directory: valcobreizh/depot
    open_to: [{bodies}]
    host_country: FR
    operator: SMICTOM Valcobreizh
"""
CONSENT = "/services/comparaison/consent"
PURPOSE = "rpqs_dechets"


def deposited(console, slug, siren, value):
    head = "Organisme;Nature;Population;Accord;Indicateur;Année;Valeur"
    row = f"{siren};CC;20000;oui;OMR kg/hab;2025;{value}"
    clerk = Clerk(console, f"steward@{slug}")
    clerk.made("Chiffres à comparer.csv", f"{head}\n{row}\n".encode(), title="Chiffres à comparer")
    return clerk


def page_of(console, agent, path, language="fr"):
    with closing(Clerk(console, agent, language)) as clerk:
        return clerk.get(path)


@pytest.fixture(scope="module")
def figures_of_six(console, tmp_path_factory):
    """The syndicat opens its deposit to all six first."""
    declaration = tmp_path_factory.mktemp("depot") / "valcobreizh.yaml"
    declaration.write_text(DEPOSIT.format(bodies=", ".join((*PEERS, OURS[0]))), "utf-8")
    run_interco(
        *("apply", str(declaration), "--as", "steward@valcobreizh"),
        *("--state", str(console.state)),
    )
    for slug, (siren, value) in PEERS.items():
        deposited(console, slug, siren, value).close()
    with closing(deposited(console, *OURS)) as clerk:
        yield clerk


def test_an_approver_sees_what_would_be_read_then_gives_it(
    console, figures_of_six, signed_in, looks_right
):
    page = signed_in("approver@bretagne-romantique")
    page.goto(f"{console.address}/services/comparaison")
    page.get_by_role("link", name="Laisser ce service lire nos chiffres").click()
    looks_right(page, CONSENT)
    page.get_by_label("Quelles données ?").select_option(label="Chiffres à comparer")
    page.get_by_label("Pour quel usage ?").select_option(PURPOSE)
    page.get_by_label("Dernier jour").fill("2027-12-31")
    page.get_by_role("button", name="Voir ce qui serait lu").click()
    expect(page.get_by_text("Colonnes lues")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Valeur")
    page.set_viewport_size(NARROW)
    assert overflow_of(page) == 0
    page.get_by_role("button", name="Donner ce consentement").click()
    expect(page.get_by_text("Le consentement est donné.")).to_be_visible()
    expect(page.get_by_role("button", name="Retirer ce consentement")).to_be_visible()
    looks_right(page, CONSENT)


def test_who_may_not_is_told_who_may(console, figures_of_six):
    page = page_of(console, "steward@val-d-ille-aubigne", CONSENT)
    assert "Seul un signataire de votre organisme peut le donner." in page
    assert "Voir ce qui serait lu" not in page
    other = page_of(
        console, "approver@val-d-ille-aubigne", "/services/rpqs-dechets/consent", language="en"
    )
    assert "This service reads nothing by consent." in other


def test_the_sixth_compares_itself_and_sees_no_other_figure(console, figures_of_six):
    for slug in PEERS:
        given = run_interco(
            *("service", "consent", "comparaison", "chiffres_a_comparer"),
            *("--purpose", PURPOSE, "--until", "2027-12-31"),
            *("--as", f"approver@{slug}", "--state", str(console.state)),
        )
        assert given.returncode == 0, given.stderr
    clerk = figures_of_six
    page = clerk.get("/services/comparaison/activate")
    assert "5 autres organismes laissent ce service lire leurs chiffres" in page
    assert "parmi 5 semblables" in page
    for _, value in PEERS.values():
        assert value not in page
        assert value not in clerk.html
    clerk.post(clerk.address, **{**clerk.hidden_and_checked(), "step": "activate"})
    assert "/services/activations/bretagne-romantique-comparaison" in clerk.address
    for _, value in PEERS.values():
        assert value not in clerk.text
    told = page_of(console, "dpo@saint-meen-montauban", "/inbox")
    assert "Bretagne Romantique : un service a lu vos lignes" in told
    assert "Le reçu signé" in told


def test_a_consent_is_withdrawn_at_the_terminal(console, figures_of_six):
    as_dpo = ("--as", "dpo@saint-meen-montauban", "--state", str(console.state))
    listed = run_interco("service", "consents", *as_dpo)
    name = "consent-saint-meen-montauban-comparaison-1"
    assert name in listed.stdout
    assert "Chiffres à comparer" in listed.stdout
    assert run_interco("service", "end-consent", name, *as_dpo).returncode == 0
    page = figures_of_six.get("/services/comparaison/activate")
    assert "4 autres organismes laissent ce service lire leurs chiffres" in page
    again = run_interco("service", "end-consent", name, *as_dpo, check=False)
    assert (again.returncode, "consent_over" in again.stderr) == (2, True)
