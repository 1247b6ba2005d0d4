"""The page that reads data whole where they lie: five rungs, five causes at most, a map.

Covers gateway.console.describe.check_view.
"""

import re

import pytest
from playwright.sync_api import expect

SPOILED = ("steward@val-d-ille-aubigne", "/data/val_d_ille_aubigne__collectes/verify")
SOUND = ("steward@eau-bassin-rennais", "/data/eau_bassin_rennais__compteurs/verify")
IN_A_DATABASE = ("steward@mesnil-roc-h", "/data/mesnil_roc_h__energie_batiments/verify")


@pytest.fixture(scope="module")
def spoiled(console):
    """One file of Val d'Ille-Aubigné, with a fault of each kind; one of them in 3,000 rows."""
    file = max((console.state / "data" / "val-d-ille-aubigne" / "collectes").iterdir())
    header, *lines = file.read_bytes().decode().splitlines()
    names = header.split(";")
    rows = [line.split(";") for line in lines]
    faults = (
        ("flux", "GRAVATS", range(3_000)),
        ("date_collecte", "31/02/2025", range(40)),
        ("tonnage_kg", "n.c.", range(3_000)),
        ("code_commune", "35147", range(50, 60)),
        ("code_commune", "99999", range(60, 65)),
        ("code_commune", "01004", range(65, 70)),
    )
    for name, text, where in faults:
        for at in where:
            rows[at][names.index(name)] = text
    written = [";".join(row) for row in rows]
    written = [header, *written[:5], f"{written[5]};de;trop", *written[5:], *written[-3:]]
    file.write_bytes("\r\n".join(written).encode())
    return file.name


def rungs(page):
    """Each with its sentence, which is folded where nothing waits."""
    checked = page.locator("details", has=page.locator("dl > dt"))
    if checked.get_attribute("open") is None:
        checked.locator("summary").click()
    sentences = checked.locator("dd").all_inner_texts()
    return [
        re.sub(r"\s+", " ", f"{rung.inner_text()} {sentence}").strip()
        for rung, sentence in zip(page.locator(".ladder li").all(), sentences, strict=True)
    ]


def opened(signed_in, console, reader, language="fr"):
    agent, path = reader
    page = signed_in(agent, language)
    page.goto(f"{console.address}{path}")
    return page


def test_each_fault_is_said_once_with_its_remedy(signed_in, console, spoiled):
    page = opened(signed_in, console, SPOILED)
    found = rungs(page)
    assert [rung.split()[0] for rung in found] == [
        "Lisible", "Valeurs", "Conforme", "Territoire", "À",
    ]  # fmt: skip
    assert "1 laissée de côté" in found[0]
    assert "à corriger" in found[2]
    assert "19 communes sur 19." in found[3]
    messages = page.get_by_role("region", name="5 choses à regarder").locator("li")
    expect(messages).to_have_count(5)
    told = messages.all_inner_texts()
    assert "la clé « Numéro de pesée + Commune »" in told[0]
    assert "(l. 7). Elles" in " ".join(told[2].split())
    assert spoiled in told[2]
    assert "3\u202f000 cases sans nombre lisible dans « Masse collectée »" in told[3]
    assert "Corrigez ces cases à la source" in told[3]
    expect(page.locator("main")).to_contain_text("moins graves")
    communes = page.get_by_role("figure", name="Les communes de ces données")
    expect(communes).to_contain_text("19 présentes, 3 hors de notre territoire.")
    communes.get_by_text("Les chiffres en tableau").click()
    expect(page.get_by_role("row", name="Ambérieu-en-Bugey")).to_contain_text("hors de notre")
    causes = page.get_by_role("region", name="Les codes de commune, par cause")
    expect(causes.get_by_role("row", name="code inconnu")).to_contain_text("99999")


def test_sound_data_reach_every_rung_and_ask_for_nothing(signed_in, console):
    page = opened(signed_in, console, SOUND, "en")
    found = rungs(page)
    assert len(found) == 5
    assert all("reached" in rung for rung in found)
    assert "59 communes of 59." in found[3]
    expect(page.locator("main")).to_contain_text("All cells read as they are described")
    expect(page.get_by_role("heading", name="thing")).to_have_count(0)
    communes = page.get_by_role("figure", name="The communes of these data")
    expect(communes).to_contain_text("59 communes: 59 present.")


def test_a_table_of_a_database_is_verified_as_a_file_is(signed_in, console):
    page = opened(signed_in, console, IN_A_DATABASE)
    (message,) = page.get_by_role("region", name="Une chose à regarder").locator("li").all()
    expect(message).to_contain_text("35147, Lanhélin, qui n'est plus une commune depuis 2019")
    expect(message).to_contain_text("Rien à faire si cela convient")
    assert "1 commune sur 1." in rungs(page)[3]


def test_a_source_that_is_gone_is_the_first_rung(signed_in, console, spoiled):
    folder = console.state / "data" / "liffre-cormier-communaute" / "tonnages"
    away = folder.with_name("ailleurs")
    folder.rename(away)
    try:
        reader = ("steward@liffre-cormier-communaute",
                  "/data/liffre_cormier_communaute__tonnages/verify")  # fmt: skip
        page = opened(signed_in, console, reader)
        found = rungs(page)
        assert "à corriger" in found[0]
        assert all("pas vérifié" in rung for rung in found[1:])
        expect(page.get_by_role("region", name="Une chose à regarder")).to_be_visible()
        expect(page.get_by_role("figure")).to_have_count(0)
    finally:
        away.rename(folder)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_is_sound(signed_in, looks_right, spoiled, language):
    for agent, path in (SPOILED, SOUND):
        looks_right(signed_in(agent, language), path)
