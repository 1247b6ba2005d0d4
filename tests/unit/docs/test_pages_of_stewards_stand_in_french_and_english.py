"""Pages that a steward reads: the same page in French (docs/fr) and in English, kept in step.

Covers docs.
"""

import re

import pytest

from tests.unit.docs.pages import DOCS, PAGES, name_of

FRENCH = DOCS / "fr"
PAIRS = [
    ("tutoriel.md", "tutorial.md"),
    ("se-connecter.md", "how-to/sign-in.md"),
    ("partager-un-jeu-de-donnees.md", "how-to/share-a-dataset.md"),
    ("inscrire-un-organisme.md", "how-to/register-an-organisation.md"),
    ("donner-un-role.md", "how-to/give-a-role.md"),
    ("donner-une-cle-a-une-machine.md", "how-to/give-a-machine-a-key.md"),
    ("ouvrir-dans-un-outil-sql.md", "how-to/open-in-a-sql-tool.md"),
    ("notifications.md", "how-to/notifications.md"),
    ("comprendre-une-reponse.md", "how-to/understand-an-answer.md"),
    ("surveiller-une-source.md", "how-to/monitor-a-source.md"),
    ("qui-a-lu-mes-donnees.md", "how-to/who-read-my-data.md"),
    ("ce-qui-est-lu-de-votre-fichier.md", "how-to/what-is-read-of-a-file.md"),
    ("deposer-un-fichier.md", "how-to/deposit-a-file.md"),
    ("verifier-les-factures-d-un-prestataire.md", "how-to/check-a-contractors-invoices.md"),
    ("activer-un-service.md", "how-to/activate-a-service.md"),
    ("figer-un-chiffre.md", "how-to/freeze-a-figure.md"),
    ("mener-une-campagne.md", "how-to/run-a-campaign.md"),
    ("ouvrir-dans-un-logiciel.md", "how-to/open-in-a-program.md"),
    ("ouvrir-des-donnees.md", "how-to/open-data.md"),
    ("ouvrir-dans.md", "how-to/open-in.md"),
    ("fixer-un-quota.md", "how-to/set-a-quota.md"),
    ("trouver-des-donnees.md", "how-to/find-data.md"),
    ("explorer-des-donnees.md", "how-to/explore-data.md"),
    ("suivre-un-indicateur.md", "how-to/follow-an-indicator.md"),
    ("faire-un-tableau-de-bord.md", "how-to/make-a-board.md"),
    ("conventions.md", "explanation/agreements.md"),
    ("territoire.md", "explanation/territory.md"),
    ("glossaire.md", "reference/glossary.md"),
]
pairs = pytest.mark.parametrize(
    ("french", "english"),
    [(FRENCH / french, DOCS / english) for french, english in PAIRS],
    ids=[french.removesuffix(".md") for french, _ in PAIRS],
)
_FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^    +.*$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")


def text_of(page):
    return page.read_text("utf-8")


def prose_of(page):
    return _INDENTED.sub("", _FENCED.sub("", text_of(page)))


def linked_from(page, text):
    return [(page.parent / path).resolve() for path in _LINK.findall(text) if "://" not in path]


def test_every_french_page_is_one_of_the_pairs():
    pages = {page.name for page in FRENCH.glob("*.md")} - {"README.md"}
    assert pages == {french for french, _ in PAIRS}


@pairs
def test_a_page_begins_with_a_link_to_the_page_in_the_other_language(french, english):
    for page, said, other in [(french, "In English", english), (english, "En français", french)]:
        title, nothing, line = text_of(page).splitlines()[:3]
        assert (title[:2], nothing) == ("# ", "")
        assert line.startswith(f"*{said}")
        assert linked_from(page, line) == [other]


@pairs
def test_both_languages_show_the_same_commands_files_and_outputs(french, english):
    def shown(page):
        return _FENCED.findall(text_of(page)), _INDENTED.findall(text_of(page))

    assert shown(french) == shown(english)


@pairs
def test_both_languages_have_the_same_sections_and_rows(french, english):
    def built(page):
        return re.findall(r"^(#+ |\| |- )", prose_of(page), re.MULTILINE)

    assert built(french) == built(english)


@pairs
def test_both_languages_name_the_same_codes_options_and_fields(french, english):
    def named(page):
        return set(re.findall(r"`([^`]+)`", prose_of(page)))

    assert named(french) == named(english)


@pairs
def test_a_french_page_sends_its_reader_to_french_pages(french, english):
    translated = {DOCS / each for _, each in PAIRS}
    told = [page for page in linked_from(french, text_of(french)) if page in translated]
    assert told == [english]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_apostrophes_are_straight(page):
    lines = [
        line for line in text_of(page).splitlines() if "\N{RIGHT SINGLE QUOTATION MARK}" in line
    ]
    assert lines == []
