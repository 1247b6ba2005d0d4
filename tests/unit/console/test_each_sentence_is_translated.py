"""Each French sentence of the pages has an English one, and no English one is left over.

Covers gateway.console.rendering, gateway.console.french.
"""

import re

import pytest
from babel.messages.pofile import read_po

from gateway.console.rendering import environment, render, translations, write_number
from scripts.make_catalogues import SHARED, folders, sentences_of

FOLDERS = [folder for folder in folders() if sentences_of(folder)]


def values_of(*texts):
    return {value for text in texts for value in re.findall(r"%\(\w+\)s", text)}


def key_of(message):
    return message[0] if isinstance(message, tuple) else message


def english_of(folder):
    path = folder / "en.po"
    if not path.exists():
        return {}
    with path.open("rb") as opened:
        return {key_of(each.id): each.string for each in read_po(opened, locale="en") if each.id}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_is_translated_whole(folder):
    shared = set() if folder == SHARED else {key_of(each) for each in sentences_of(SHARED)}
    french = {key_of(each) for each in sentences_of(folder)} - shared
    english = english_of(folder)
    assert french == set(english)
    empty = [key for key, text in english.items() if not (all(text) if text else False)]
    assert not empty


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_translation_holds_the_same_values(folder):
    with (folder / "en.po").open("rb") as opened:
        for each in read_po(opened, locale="en"):
            french = each.id if isinstance(each.id, tuple) else (each.id,)
            english = each.string if isinstance(each.string, tuple) else (each.string,)
            assert values_of(*english) == values_of(*french)


def test_one_french_sentence_has_one_english_one():
    seen = {}
    for folder in FOLDERS:
        for french, english in english_of(folder).items():
            assert seen.setdefault(french, english) == english, french


def test_a_page_speaks_the_language_it_is_asked_in():
    values = {"visit": None, "here": "/", "problem": "?", "next_step": "!", "code": "x"}
    values |= {"reference": None, "following": "/"}
    assert "Recommencer" in render("shared/problem.html", "fr", **values)
    assert "Start again" in render("shared/problem.html", "en", **values)
    assert translations("en").gettext("Conventions") == "Agreements"


def test_a_number_is_written_as_people_write_it():
    narrow = "\N{NARROW NO-BREAK SPACE}"
    assert write_number(1204, "fr") == f"1{narrow}204"
    assert write_number("1204.50", "fr") == f"1{narrow}204,50"
    assert write_number(1204.5, "en", 2) == "1,204.50"
    assert write_number(None, "en") == "—"
    assert write_number(-0.5, "fr") == "-0,5"


def test_french_is_printed_with_spaces_that_do_not_break():
    fixed, narrow = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    said = translations("fr").gettext("Voir « tout » : qui ? oui ; non ! n° 12, à 14:05.")
    assert said == (
        f"Voir «{fixed}tout{fixed}»{fixed}: qui{narrow}? oui{narrow}; non{narrow}! n°{fixed}12,"
        " à 14:05."
    )
    shown = environment("fr").from_string('{{ say("Titre : x", "Title: x") }}{{ colon }}')
    assert shown.render() == f"Titre{fixed}: x{fixed}:"
    shown = environment("en").from_string('{{ say("Titre : x", "Title: x") }}{{ colon }}')
    assert shown.render() == "Title: x:"


def test_what_is_counted_agrees_and_is_written_as_a_number():
    narrow = "\N{NARROW NO-BREAK SPACE}"
    text = '{{ ngettext("%(num)s message", "%(num)s messages", count) }}'
    french, english = (environment(name).from_string(text) for name in ("fr", "en"))
    assert [french.render(count=count) for count in (0, 1, 21493)] == [
        "0 message",
        "1 message",
        f"21{narrow}493 messages",
    ]
    assert [english.render(count=count) for count in (0, 1, 21493)] == [
        "0 messages",
        "1 message",
        "21,493 messages",
    ]
    named = '{{ ngettext("n° %(number)s", "n° %(number)s", 2, number=7) }}'
    assert environment("en").from_string(named).render() == "n° 7"
