"""An owner proposes data that nobody else finds; the other side signs, reads, is told the end.

Covers gateway.console.requests.pages, gateway.console.requests.grantors,
gateway.console.data.pages, gateway.console.data.standing.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of
from tests.e2e.console.files_by_http import Clerk
from tests.e2e.console.keyboard import fill_signature, press, sign

DATA = "/data/mesnil_roc_h__energie_batiments"
BRETAGNE = "243500733"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_a_proposal_are_sound(signed_in, looks_right, language):
    looks_right(
        signed_in("steward@valcobreizh", language),
        "/agreements/new?dataset=valcobreizh__collectes&body=mesnil-roc-h",
        "/agreements/new?dataset=valcobreizh__collectes&by=columns",
    )


def test_the_template_of_the_datas_standard_is_proposed_and_can_be_left(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/data/valcobreizh__collectes")
    page.get_by_text("Autres actions").click()
    page.get_by_role("link", name="Partager avec un organisme").click()
    template = page.get_by_label("Pesées de collecte pour le rapport annuel")
    expect(template).to_be_checked()
    page.goto(f"{page.url}&body=mesnil-roc-h")
    page.get_by_role("link", name="Choisir plutôt les informations une à une").click()
    expect(page.get_by_label("Mesnil-Roc'h")).to_be_checked()
    # What the template knows is filled in, and said to be its own.
    expect(page.locator("#purpose")).to_have_value("rpqs_dechets")
    expect(page.locator("#legal_basis")).to_have_value(re.compile("D2224-1"))
    expect(page.locator("#basis")).to_contain_text("Proposé par le modèle « Pesées de collecte")
    expect(page.get_by_label("Celles de son territoire pour la gestion des")).to_be_checked()
    page.get_by_role("button", name="Tout cocher").click()
    boxes = page.locator("input[name=columns]")
    expect(page.locator("input[name=columns]:checked")).to_have_count(boxes.count())
    expect(page.get_by_label("Mesnil-Roc'h")).to_be_checked()


def test_what_an_owner_proposes_is_signed_read_and_ended(signed_in, console):
    owner = signed_in("steward@mesnil-roc-h")
    hidden_from_search(owner, console)
    citation = proposed(owner, console)
    owner.goto(console.address)
    pending = owner.get_by_role("region", name="Ce qui attend quelqu'un d'autre")
    signatures = "En attente des signatures de Mesnil-Roc'h et de CC Bretagne Romantique."
    expect(pending.locator("li", has_text="Énergie des bâtiments")).to_contain_text(signatures)
    receiver = signed_in("steward@bretagne-romantique")
    expect(receiver.locator("main")).to_contain_text(
        "Mesnil-Roc'h propose « Énergie des bâtiments »."
    )
    assert not violations_of(receiver)
    messages = receiver.get_by_role("region", name="Ce qui a changé").get_by_role("link")
    messages.filter(has_text="votre signature est demandée").first.click()
    expect(receiver).to_have_url(f"{console.address}/agreements/{citation}")
    expect(receiver.locator("main")).to_contain_text(signatures)
    title = "Mesnil-Roc'h donne à CC Bretagne Romantique : Énergie des bâtiments communaux"
    expect(receiver.locator("main")).to_contain_text(title)
    expect(receiver.locator("main")).not_to_contain_text("energie_batiments")
    receiver.goto(f"{console.address}{DATA}")
    expect(receiver.locator("h1")).to_have_text("Ces données ne vous sont pas montrées")
    expect(receiver.locator("main")).to_contain_text("Envoyée, à signer")
    assert not violations_of(receiver)

    path = f"{console.address}/agreements/{citation}/approve"
    for agent in ("approver@bretagne-romantique", "approver@mesnil-roc-h"):
        signing = signed_in(agent)
        if agent == "approver@bretagne-romantique":
            sign(signing, path, "Maire", "Délibération 2026-118", "2026-01-20")
        else:
            signed_from_home(signing)
        expect(signing.locator("main")).to_contain_text("Votre signature est enregistrée")
        if agent == "approver@bretagne-romantique":
            awaited = "En attente de la signature de Mesnil-Roc'h."
            expect(signing.locator("main")).to_contain_text(awaited)
    rows = receiver.get_by_role("region", name="Les lignes")
    for _ in range(200):
        receiver.goto(f"{console.address}{DATA}")
        if rows.count():
            break
    expect(receiver.locator("main")).to_contain_text("Lues pour « Évaluation des politiques")
    receiver.goto(f"{console.address}/agreements/{citation}")
    receiver.get_by_role("link", name="Lire ces données").click()
    expect(receiver).to_have_url(f"{console.address}{DATA}?purpose=evaluation_politiques")
    expect(rows).to_be_visible()

    signing.goto(f"{console.address}/agreements/{citation}/end")
    signing.check("input[value=revoke]")
    signing.fill("#reason", "Le bilan est rendu.")
    signing.fill("#number", citation)
    signing.get_by_role("button", name="Confirmer").click()
    expect(signing.locator("main")).to_contain_text("La convention est terminée")
    receiver.goto(f"{console.address}{DATA}")
    expect(receiver.locator("main")).to_contain_text("La convention a pris fin le")
    expect(receiver.locator("main")).to_contain_text("« Le bilan est rendu. »")
    expect(rows).to_have_count(0)


def signed_from_home(signing):
    """By one button of the card that says that this person's signature is awaited."""
    waiting = signing.get_by_role("region", name=re.compile("Ce qui vous attend"))
    card = waiting.locator("li", has_text="Énergie des bâtiments")
    expect(card).to_contain_text("Votre signature est attendue.")
    card.get_by_role("button", name="Lire et signer").click()
    expect(signing.locator("#text")).to_be_visible()
    fill_signature(signing, "Maire", "Délibération 2026-118", "2026-01-20")
    press(signing, "Signer")


def hidden_from_search(owner, console):
    owner.goto(f"{console.address}{DATA}/publish")
    owner.get_by_label("Ceux avec qui nous signons une convention").check()
    owner.get_by_role("button", name="Publier").click()
    expect(owner.locator("main")).to_contain_text("vaut dès maintenant")


def proposed(owner, console):
    """The citation of a proposal of all columns, begun on « Voir comme » where nothing is given."""
    owner.goto(f"{console.address}{DATA}/as?reader={BRETAGNE}")
    owner.get_by_role("link", name="Le lui partager").click()
    expect(owner.get_by_label("CC Bretagne Romantique")).to_be_checked()
    # Its script must have begun to listen to what is chosen.
    owner.wait_for_load_state()
    owner.fill("#title", "Énergie des bâtiments")
    # Another purpose brings its own text and the communes of its own subject, at once.
    owner.select_option("#purpose", "rpqs_eau")
    expect(owner.locator("#legal_basis")).to_have_value(re.compile("L2224-5"))
    expect(owner.get_by_label("Celles de son territoire pour l'eau potable")).to_be_checked()
    owner.select_option("#purpose", "evaluation_politiques")
    expect(owner.locator("#legal_basis")).to_have_value("")
    owner.check("input[name=where][value=all]")
    owner.fill("#legal_basis", "Code de l'environnement, article L229-26")
    # Nothing of it speaks of persons: all of it is proposed, and one takes away what stays.
    expect(owner.locator("main")).to_contain_text("telles quelles :")
    owner.get_by_role("button", name="Voir ce que chacun recevrait").click()
    expect(owner.locator("main")).to_contain_text("Peut être proposé")
    expect(owner.locator("main")).to_contain_text("seraient lues : toutes celles de ces données")
    expect(owner.locator("main")).to_contain_text("Commune : Mesnil-Roc'h (")
    expect(owner.locator("main")).to_contain_text(
        "Rien de ce qui est lu ne peut être transmis à d'autres."
    )
    assert not violations_of(owner)
    owner.get_by_role("button", name="Envoyer la proposition").click()
    expect(owner.locator("h1")).to_have_text("Propositions envoyées")
    expect(owner.locator("main .lines li").first).to_contain_text("CC Bretagne Romantique")
    return owner.locator("main li a .small").first.inner_text()


def test_data_about_persons_are_proposed_as_they_can_be_sent(console):
    """The template of waste says nothing of drivers: an agreement by it would never leave."""
    clerk = Clerk(console, "steward@mesnil-roc-h")
    rows = "".join(f"T{at};0{at}/01/2025;35308;OMR;{at},5;M. Durand\n" for at in range(1, 9))
    headers = "N° ticket;Date;Code commune;Produit;Poids net (t);Chauffeur\n"
    data = clerk.made("quai.csv", (headers + rows).encode(), title="Quai")
    offered = f"/agreements/new?dataset={data.rpartition('/')[2]}"
    page = clerk.get(offered)
    assert "Ces données parlent de personnes : la loi demande qui en répond" in page
    block = {
        "contact_name": "Service déchets", "contact_email": "dechets@mairie.fr",
        "persons": "chauffeurs", "recipients": "service des déchets", "retention": "2 ans",
        "security": "accès nominatif", "dpia": "peu de personnes",
    }  # fmt: skip
    fields = {**clerk.hidden_and_checked(), "bodies": "valcobreizh", **block}
    assert fields["how_no_ticket"] == "KEYED_HASH"
    fields["columns"] = ["no_ticket", "code_commune", "poids_net"]
    assert "Peut être proposé" in clerk.post("/agreements/new", **fields)
    page = clerk.get(f"{offered}&template=rpqs_dechets")
    by_template = {**clerk.hidden_and_checked(), "bodies": "valcobreizh"}
    page = clerk.post("/agreements/new", **by_template)
    assert "Ces données parlent de personnes, et ce modèle n'en dit rien" in page
    clerk.close()
