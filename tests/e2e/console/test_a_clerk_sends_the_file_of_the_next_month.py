"""A file of the new month alone does not take the months before away unseen.

Covers gateway.console.files.updating, gateway.console.files.difference_view,
gateway.files.deposits.continuing, gateway.console.files.describing.
"""

import re
from contextlib import closing
from datetime import UTC, datetime

import pytest

from catalog.day_words import day_in_words
from catalog.model.paris import paris_day
from tests.e2e.console.files_by_http import DESCRIPTION, Clerk

HEADERS = "Date de collecte;Code INSEE;Commune;Flux;Tonnage (t);N° ticket"
FLOWS = ("Verre", "Emballages", "OM résiduelles")


def weighings(months, first=1000):
    lines = [HEADERS]
    for at, (month, day) in enumerate((month, day) for month in months for day in range(1, 11)):
        lines.append(
            f"{day:02d}/{month:02d}/2026;35308;Mesnil-Roc'h;{FLOWS[at % 3]};{at % 7 + 1},25;"
            f"T{first + at}"
        )
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture(scope="module")
def clerk(console):
    """With ten months of weighings in a dataset of their own."""
    one = Clerk(console, "steward@mesnil-roc-h")
    one.dataset = one.made("Export 2026.csv", weighings(range(1, 11)))
    yield one
    one.close()


def test_the_number_of_the_ticket_is_ticked_and_the_day_is_not(console, clerk):
    clerk.send("/add/file", "autre.csv", weighings(range(1, 11), 5000))
    clerk.get(f"{clerk.address}/describe")
    ticked = clerk.hidden_and_checked()
    assert [name for name in ticked if name.startswith("key-")] == ["key-5"]


def test_a_file_with_known_columns_is_offered_as_what_comes_next(console, clerk):
    read = clerk.send("/add/file", "Export novembre.csv", weighings([11], 3000))
    assert "C'est la suite de « Pesées OM » : ajouter ces lignes" in read
    assert "Non, ce sont d'autres données" in read
    assert "C'est bien cela" not in read
    (following,) = re.findall(r'href="(/data/[^"]+mode=append)#difference"', clerk.html)
    assert "+10 lignes" in clerk.get(following)
    assert ("main", "Confirmer la mise à jour") in clerk.buttons()
    clerk.post(following.partition("?")[0], cancel="1")

    other = b"Date;Code INSEE;Releve (kWh)\n01/11/2026;35308;12\n02/11/2026;35308;14\n"
    assert "C'est la suite" not in clerk.send("/add/file", "energie.csv", other)
    # Of data of another body, nothing is told.
    with closing(Clerk(console, "steward@valcobreizh")) as neighbour:
        read = neighbour.send("/add/file", "Export novembre.csv", weighings([11], 3000))
        assert "C'est bien cela" in read
        assert "Pesées OM" not in read


def test_what_is_left_to_answer_is_counted_and_goes_into_no_catalog_by_surprise(clerk):
    clerk.send("/add/file", "titre.csv", b"Pesees 2026\n\nEdite le 03/11/2026\n" + weighings([1]))
    assert "Ligne vide" in clerk.text
    clerk.get(f"{clerk.address}/describe")
    # The sentence and the contact are proposed: the rhythm alone is not known.
    assert "il reste 1 réponse à donner" in clerk.text
    proposed = "Une ligne par « N° ticket » : Date de collecte, Code INSEE, Commune, Flux, Tonnage."
    assert proposed in clerk.text
    assert clerk.hidden_and_checked()["contact_email"] == DESCRIPTION["contact_email"]
    assert "Tout est déjà proposé" not in clerk.text
    # One standard, of which only what differs is listed: nothing is asked here.
    assert clerk.text.count("Standard «") == 1
    recognised = re.search(r"\d+ champs reconnus sur \d+", clerk.text)
    table = clerk.text[recognised.end() :]
    assert "rien n'est à faire ici" in table.replace("\u00a0", " ")
    assert "même sens" not in table
    assert "facultatif, absent" not in table
    described = clerk.hidden_and_checked()
    clerk.post(clerk.address, **{**described, **DESCRIPTION, "title": "Pesées avec un titre"})
    assert re.search(r"3 laissées de côté\s: 2 lignes de titre, 1 ligne vide", clerk.text)
    assert "Seuls ceux avec qui nous signerons une convention sauront" in clerk.text
    assert any(words.startswith("Enregistrer ces données") for _, words in clerk.buttons())


def test_data_known_to_everybody_are_confirmed_once(clerk):
    clerk.send("/add/file", "pour tous.csv", weighings([1], 9000))
    clerk.get(f"{clerk.address}/describe")
    fields = {**clerk.hidden_and_checked(), **DESCRIPTION, "title": "Pour tous"}
    clerk.post(clerk.address, **{**fields, "listing": "public"})
    assert "Pour tout le monde : confirmez-vous ?" in clerk.text
    assert ("main", "Oui, pour tout le monde") in clerk.buttons()
    clerk.post(clerk.address, **{**fields, "listing": "public", "confirmed": "public"})
    assert "Tout le monde pourra savoir que ces données existent." in clerk.text
    clerk.post(clerk.address)
    described = clerk.address.partition("/versions")[0] + "/describe"
    # Nobody else knows of them before a second person has confirmed; a title is changed meanwhile.
    clerk.get(described)
    assert clerk.chosen("listing") != "public"
    clerk.post(described, **{**clerk.hidden_and_checked(), "title": "Toujours pour tous"})
    assert "C'est proposé." in clerk.text
    assert "une autre personne" in clerk.text
    clerk.post(described, **{**clerk.hidden_and_checked(), "listing": "public"})
    assert "Pour tout le monde : confirmez-vous ?" in clerk.text


def test_one_button_stands_out_after_a_deposit(console, clerk):
    clerk.get(f"{clerk.dataset}/versions?done=made")
    content = clerk.html.partition("<main")[2].partition("</main>")[0]
    standing_out = re.findall(r'class="button main"[^>]*>([^<]+)<', content)
    assert standing_out == ["Partager avec un organisme"]
    clerk.get(f"{clerk.dataset}/versions")
    assert "premier dépôt" in clerk.text
    assert "tout remplacé" not in clerk.text
    # What has a French title alone is called by it in English.
    with closing(Clerk(console, "steward@mesnil-roc-h", "en")) as english:
        for page in ("versions", "update", "describe"):
            english.get(f"{clerk.dataset}/{page}")
            assert "Pesées OM" in english.text.partition("Save")[0]
            assert "None" not in english.text


def test_adding_is_chosen_and_replacing_says_first_what_it_takes_away(clerk):
    clerk.send(f"{clerk.dataset}/update", "novembre.csv", weighings([11], 3000))
    assert clerk.chosen("mode") == "append"
    assert "Les lignes connues (N° ticket) sont remplacées" in clerk.text
    here = clerk.address
    clerk.get(f"{here}?mode=append")
    assert "+10 lignes" in clerk.text
    assert "ne seront plus lues" not in clerk.text
    assert ("main", "Confirmer la mise à jour") in clerk.buttons()

    clerk.get(f"{here}?mode=replace")
    assert clerk.chosen("mode") == "replace"
    assert "La carte n'est pas disponible" not in clerk.text
    assert "./interco" not in clerk.html
    assert "Les 100 lignes d'avant ne seront plus lues (janvier à octobre 2026)." in clerk.text
    assert clerk.text.index("ne seront plus lues") < clerk.text.index("−100 lignes")
    assert '<div class="card problem" role="alert"' in clerk.html
    assert "−100 %" not in clerk.text
    assert ("danger", "Remplacer et retirer 100 lignes") in clerk.buttons()
    assert "Confirmer la mise à jour" not in clerk.text
    clerk.post(here, cancel="1")


def test_a_file_of_all_months_replaces_as_before(clerk):
    clerk.send(f"{clerk.dataset}/update", "tout.csv", weighings(range(1, 12)))
    assert clerk.chosen("mode") == "replace"
    here = clerk.address
    clerk.get(f"{here}?mode=replace")
    assert ("main", "Confirmer la mise à jour") in clerk.buttons()
    clerk.post(here, cancel="1")


def test_a_file_that_is_there_already_says_since_when_and_how_to_go_on(clerk):
    clerk.send(f"{clerk.dataset}/update", "encore.csv", weighings(range(1, 11)))
    here = clerk.address
    assert "Ce fichier est déjà déposé (" in clerk.text
    clerk.get(f"{here}?mode=append")
    assert "Ces lignes sont déjà là" in clerk.text
    assert "answers" not in clerk.text
    words = [words for _, words in clerk.buttons()]
    assert "Annuler et effacer ce fichier" in words
    assert "Ajouter quand même" not in words
    assert 'href="?mode=update#difference"' in clerk.html
    clerk.get(f"{here}?mode=update")
    assert "Aucune ligne ne change" in clerk.text
    clerk.post(here, mode="append", append_anyway="1")
    assert "Ces lignes sont déjà là" in clerk.text
    clerk.post(here, cancel="1")
    assert "Le fichier est effacé : rien n'a changé." in clerk.text


def test_another_file_with_the_same_rows_is_not_called_the_same_file(clerk):
    clerk.send(f"{clerk.dataset}/update", "encore.csv", weighings(range(2, 9), 1010))
    here = clerk.address
    clerk.get(f"{here}?mode=append")
    assert "Ces lignes sont déjà là" in clerk.text
    assert "Ce fichier est déjà déposé" not in clerk.text
    clerk.post(here, cancel="1")


def test_the_page_of_what_was_deposited_says_when_it_was_updated(clerk):
    clerk.get(clerk.dataset)
    today = day_in_words(paris_day(datetime.now(UTC)), "fr")
    assert re.search(rf"À jour\s: {re.escape(today)}, chaque mois", clerk.text)
    clerk.get(f"{clerk.dataset}/follow")
    facts = clerk.text.partition("Dernière mise à jour")[2]
    assert facts.lstrip().startswith(today)


def test_a_clerk_follows_the_data_and_stops(clerk):
    clerk.get(f"{clerk.dataset}/follow")
    assert "Suivre : être prévenu" in clerk.text.replace("\N{NO-BREAK SPACE}", " ")
    clerk.post(f"{clerk.dataset}/follow")
    assert "Vous suivez ces données" in clerk.text
    clerk.get("/account")
    assert "Pesées OM" in clerk.text.partition("Données que vous suivez")[2]
    clerk.post(f"{clerk.dataset}/follow", stop="1")
    assert "Vous ne suivez plus ces données." in clerk.text
