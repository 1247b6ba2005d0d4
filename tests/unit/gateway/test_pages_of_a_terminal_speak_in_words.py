"""No code of ours where a word is meant: days, looks, roles; and who is really there.

Covers gateway.cli.sql_output, gateway.cli.agreement_pages, gateway.cli.words, gateway.cli.language,
gateway.cli.query_commands, gateway.cli.welcome, gateway.cli.catalog_commands,
gateway.cli.dataset_commands, catalog.model.bilingual, policies.acts.
"""

from dataclasses import replace

import pytest

from gateway.cli import catalog_commands, dataset_commands
from gateway.cli.agreement_pages import Page, print_scope
from gateway.cli.agreement_show import print_history
from gateway.cli.language import language_of_the_terminal
from gateway.cli.query_commands import Format, _print
from gateway.cli.sql_output import tell_scope
from gateway.cli.welcome import QUERIES, _body_line, _heading
from gateway.cli.words import day, instant, look, status
from gateway.reading.reports.coverage import CoverageReport
from policies.acts import ActDenial
from tests.unit.docs.pages import demo_catalog


def test_a_day_is_written_as_one_says_it():
    assert day("2026-11-26", "fr") == "26 nov. 2026"
    assert day("2026-08-01", "fr") == "1er août 2026"
    assert day("2026-11-01", "en") == "1 Nov 2026"
    # Paris is an hour ahead of UTC in winter: the day there is the next one.
    assert instant("2026-11-26T23:30:00Z", "fr") == "27 nov. 2026 00:30"


def test_what_the_clock_did_is_nobodys(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    step = {"at": "2026-11-27T22:00:00Z", "act": "activate", "before": "approved", "reason": None}
    step |= {"after": "active", "agent": "system:clock", "organisation": None}
    print_history({"citation": "conv-2026-0001@1", "state": "active", "steps": [step]})
    told = capsys.readouterr().out
    assert "le calendrier, sans intervention" in told
    assert "system:" not in told


def test_codes_have_words():
    assert (look("keyed_hash", "fr"), look("year", "en")) == ("pseudonyme", "by year")
    assert (status("partial", "fr"), status("partial", "en")) == ("répondu en partie", "partial")


@pytest.mark.parametrize("code", ["act_role_required", "act_mandate_required"])
def test_a_refused_act_names_roles_in_its_language(code):
    refused = ActDenial(code, ("steward", "approver")).problem()
    assert "référent, signataire" in refused.sentence("fr")
    assert "steward, approver" in refused.sentence("en")


@pytest.mark.parametrize(
    ("locale", "colon", "nobody"),
    [("fr_FR.UTF-8", " :", "aucun agent"), ("en_GB.UTF-8", ":", "no agent")],
)
def test_the_banner_names_the_agents_that_are_there(locale, colon, nobody, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    catalog, page = demo_catalog(), Page()
    body = catalog.organisation_of_slug("sde35")
    usual = _body_line(body, catalog, page)
    assert usual.startswith(f"{body.name}{colon} bornes_recharge (")
    assert "@" not in usual
    alone = replace(catalog, agents={})
    assert _body_line(body, alone, page).endswith(f"bornes_recharge - {nobody}")
    one = {key: each for key, each in catalog.agents.items() if each.sub == "steward@sde35"}
    assert _body_line(body, replace(catalog, agents=one), page).endswith(" - steward@sde35")


@pytest.mark.parametrize("file", sorted(QUERIES.glob("*.graphql")), ids=lambda file: file.stem)
def test_each_query_of_the_banner_has_a_title_in_both_languages(file):
    heading = _heading(file)
    assert heading["fr"]
    assert heading["en"] != heading["fr"]


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({}, "fr"),
        ({"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_terminals_language_is_as_written_whether_that_locale_is_installed_or_not(
    names, language, monkeypatch
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert language_of_the_terminal() == language


def test_one_commune_is_in_the_singular(capsys):
    romazy, liffre = ({"code": "35244", "nom": "Romazy"}, {"code": "35152", "nom": "Liffré"})
    preview = {
        "at": "2026-11-26",
        "readers": [{"name": "SMICTOM"}],
        "allRows": False,
        "communes": [romazy, liffre],
        "ofTheOwner": [romazy],
        "partlyCovered": [],
    }
    print_scope(preview, Page())
    assert "\n1 commune du territoire" in capsys.readouterr().out
    print_scope({**preview, "communes": [romazy]}, Page())
    assert "\n1 commune, le 26 nov. 2026 : Romazy" in capsys.readouterr().out


def test_yes_and_no_are_words_in_a_table_and_plain_in_a_csv(capsys):
    answer = {"data": {"totalCount": {"value": 2, "exact": True}}}
    _print(answer, Format.TABLE)
    assert "oui" in capsys.readouterr().out
    _print(answer, Format.CSV)
    assert capsys.readouterr().out == "value,exact\n2,true\n"


TERRITORY = {
    "siren": "200090884",
    "competence": "1510",
    "at": "2026-11-26",
    "vintage": 2026,
    "names": {},
    "communes": [],
    "partly_covered": [{"code": "35326", "nom": "Sens-de-Bretagne"}],
    "memberships": [],
    "precision": {"fr": "à la commune près", "en": "to the commune"},
}


@pytest.mark.parametrize(
    ("locale", "told", "not_told"),
    [
        ("fr_FR.UTF-8", ("Lignes", "Exemples", "Adhésions", "en partie :"), ("Rows", "partly")),
        ("en_GB.UTF-8", ("Rows", "Examples", "Memberships", "partly:"), ("Lignes", "Adhésions")),
    ],
)
def test_headings_are_in_the_language_of_the_terminal(locale, told, not_told, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", locale)
    dataset_commands._print(CoverageReport("val_d_ille__collectes", "code", None, None, 0, ()))
    catalog_commands._print_territory(dict(TERRITORY), Format.TABLE)
    page = capsys.readouterr().out
    assert all(each in page for each in told)
    assert not any(each in page for each in not_told)


@pytest.mark.parametrize(
    ("locale", "counts", "told"),
    [
        ("fr_FR", (2, 1, 1), "2 sources à jour · 1 injoignable · 1 commune, 1 manquante"),
        ("fr_FR", (1, 2, 0), "1 source à jour · 2 injoignables · 0 commune, 0 manquante"),
        ("en_GB", (1, 2, 1), "1 source answered · 2 down · 1 commune, 1 missing"),
        ("en_GB", (2, 1, 0), "2 sources answered · 1 down · 0 communes, 0 missing"),
    ],
)
def test_the_sources_of_a_standard_are_counted_in_words(locale, counts, told, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", f"{locale}.UTF-8")
    answered, down, communes = counts
    tell_scope(
        f"partial=true; sources=3; answered={answered}; down={down}; "
        f"communes={communes}; missing={communes}"
    )
    assert capsys.readouterr().err.strip().endswith(f" : {told}")
