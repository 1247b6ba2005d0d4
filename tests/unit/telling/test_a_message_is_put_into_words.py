"""Covers gateway.sharing.notifications.sentences, gateway.sharing.notifications.message_text,
gateway.sharing.notifications.deposit_sentences, gateway.sharing.notifications.key_sentences,
gateway.sharing.notifications.fact_words, gateway.sharing.notifications.email_messages,
gateway.sharing.notifications.wording, catalog.actions.webhooks.kinds, catalog.store.outbox.
"""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.services.run_alerts import ALERTS
from catalog.actions.told.following import FOLLOWED
from catalog.actions.webhooks.kinds import KINDS
from catalog.model.agreement import AgreementState
from catalog.model.delivery import Channel, Delivery, DeliveryState, OutboxEntry
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.store.outbox import message_document, read_message
from gateway.sharing.notifications.email_messages import read_mail_address, write_letter
from gateway.sharing.notifications.problems import MailAddressUnusable
from gateway.sharing.notifications.sentences import WORDS
from gateway.sharing.notifications.wording import word_message

SIREN = Siren("243500667")
SENDER, PLATFORM = "notifications@interco.example", "https://interco.example/"
VOID = {"meta", "br", "hr", "img", "link", "input"}
nasty = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "\r\nBcc: everybody@example.org",
        "\n\n<script>alert(1)</script>",
        "</dd></dl><img src=https://example.org/x>",
        "{about} {{ 7*7 }} {% raw %}",
        "\u202eesrever",
        "=?utf-8?q?Subject?=",
        "=?utf-8?q?a=0D=0ABcc:_x@y.example?=",
        ".\r\n.\r\n",
    ]
)
json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | nasty,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(nasty, inner, max_size=3),
    max_leaves=5,
)
messages = st.builds(
    Message,
    kind=st.sampled_from(sorted(KINDS)) | nasty,
    key=nasty,
    to=st.just((SIREN,)),
    roles=st.frozensets(nasty, max_size=2),
    about=nasty,
    facts=st.dictionaries(nasty, json, max_size=4),
)


def message(kind="agreement.submitted", about="conv-2026-0001@1", **facts):
    return Message(kind, "k", (SIREN,), frozenset({"steward"}), about, facts)


def letter_of(told):
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    entry = OutboxEntry(1, at, told)
    delivery = Delivery("a" * 32, entry, Channel.MAIL, "x", SIREN, DeliveryState.PENDING)
    return write_letter(delivery, "anne@val.example", SENDER, PLATFORM)


class Tree(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def html_of(letter):
    return letter.get_body(("html",)).get_content()


def test_every_kind_has_its_words_and_there_are_no_words_for_none():
    # What a person follows is told to no webhook.
    assert set(WORDS) == KINDS | ALERTS | {"webhook.test", FOLLOWED}


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_words_are_whole_in_both_languages(kind):
    for language in ("fr", "en"):
        worded = word_message(message(kind), language)
        for text in (worded.title, worded.sentence, worded.next_step):
            assert text
            assert "{" not in text
        assert "conv-2026-0001@1" in worded.title
        assert "conv-2026-0001@1" in worded.sentence


def test_an_agreement_is_named_by_its_title_with_its_number_beside():
    told = message("agreement.to_sign", title="Pesées\nOM 2026")
    french, english = (word_message(told, language) for language in ("fr", "en"))
    assert french.title == "Convention « Pesées OM 2026 » : votre signature est attendue"
    assert "la convention « Pesées OM 2026 » (conv-2026-0001@1)" in french.sentence
    assert english.title == 'Agreement "Pesées OM 2026": your signature is awaited'
    assert 'agreement "Pesées OM 2026" (conv-2026-0001@1)' in english.sentence
    assert letter_of(told)["Subject"].startswith("Convention « Pesées OM 2026 »")


def test_a_long_title_is_cut_and_one_that_is_no_text_left_out():
    long = word_message(message("agreement.refused", title="a" * 200), "fr")
    assert long.title == f"Convention « {'a' * 79}… » : refusée"
    odd = word_message(message("agreement.refused", title=["a"]), "fr")
    assert odd.title == "Convention conv-2026-0001@1 : refusée"


def test_a_revocation_says_where_the_evidence_is():
    for language in ("fr", "en"):
        told = word_message(message("agreement.revoked"), language).next_step
        assert "./interco agreement export conv-2026-0001@1 --format evidence" in told
        assert "GET /v1/agreements/conv-2026-0001@1/evidence" in told


def test_facts_are_labelled_and_days_are_written_as_people_do():
    told = message(reason="Trop fin", end="2027-03-01", communes=["Feins", "Aubigné"], odd_one=True)
    french = {each.label: each.text for each in word_message(told, "fr").lines}
    english = {each.label: each.text for each in word_message(told, "en").lines}
    assert french == {
        "Motif": "Trop fin",
        "Fin": "01/03/2027",
        "Communes": "Feins ; Aubigné",
        "Odd one": "oui",
    }
    assert english["End"] == "2027-03-01"
    assert english["Odd one"] == "yes"


@pytest.mark.parametrize("state", AgreementState)
def test_every_state_has_a_name_in_both_languages(state):
    told = message(state=state.value)
    (french,), (english,) = (word_message(told, each).lines for each in ("fr", "en"))
    assert (french.label, english.label) == ("État", "State")
    assert "_" not in french.text + english.text
    assert french.text != state.value or state is AgreementState.ACTIVE


def test_codes_are_told_as_words_and_digests_not_at_all():
    told = message(
        kind="agreement.expires_soon",
        citation="conv-2026-0001@1",
        by="system:clock",
        findings="a" * 64,
        days=30,
    )
    assert [(each.label, each.text) for each in word_message(told, "fr").lines] == [
        ("Par", "le calendrier, sans intervention"),
        ("Jours restants", "30"),
    ]


def test_a_long_list_is_counted_not_endless():
    told = message(communes=[f"c{number}" for number in range(80)])
    (line,) = word_message(told, "fr").lines
    assert line.text.endswith("c49 ; et 30 autres")


@given(messages)
def test_no_text_of_anybody_adds_a_header_or_a_part(told):
    letter = letter_of(told)
    raw = letter.as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert [name.lower() for name in read.keys()] == [  # noqa: SIM118 - headers may repeat
        "from",
        "to",
        "auto-submitted",
        "x-auto-response-suppress",
        "list-id",
        "subject",
        "date",
        "message-id",
        "references",
        "mime-version",
        "content-type",
        "content-language",
    ]
    assert read["To"] == "anne@val.example"
    kinds = [part.get_content_type() for part in read.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert "\n" not in read["Subject"]


def test_an_encoded_line_break_in_a_name_stays_text():
    about = "=?utf-8?q?a=0D=0ABcc:_everybody@example.org?="
    raw = letter_of(message(about=about)).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Bcc"] is None
    assert b"\nBcc:" not in raw
    assert "=0D=0ABcc" in read["Subject"]


@given(messages)
def test_no_text_of_anybody_becomes_markup(told):
    tree = Tree(html_of(letter_of(told)))
    assert not tree.open
    assert set(tree.tags) <= {
        *("html", "head", "meta", "title", "body", "section"),
        *("h1", "p", "a", "dl", "dt", "dd", "span"),
    }
    names = {name for _, name, _ in tree.attributes}
    assert names <= {"lang", "charset", "name", "content", "style", "href"}
    links = {value for tag, name, value in tree.attributes if name == "href"}
    assert len(links) == 1
    assert re.fullmatch(r"https://interco\.example/inbox/[0-9a-f]{32}", links.pop())


def test_the_page_can_be_read_by_everybody_and_loads_nothing():
    letter = letter_of(message(reason="<b>Motif</b> & suite"))
    page = html_of(letter)
    tree = Tree(page)
    assert ("html", "lang", "fr") in tree.attributes
    assert [
        value for tag, name, value in tree.attributes if (tag, name) == ("section", "lang")
    ] == [
        "fr",
        "en",
    ]
    assert tree.tags.count("h1") == 2
    # What is loaded; one link is there to be followed.
    assert not re.search(r"url\(|src=|@import|<link", page)
    assert re.findall(r'https?:[^"]*', page) == re.findall(r'(?<=href=")[^"]*', page)
    assert "<b>Motif</b> & suite" in "".join(tree.texts)
    assert "<b>" not in page


def test_what_is_written_twice_is_the_same_to_the_byte():
    told = message(reason="Motif")
    assert letter_of(told).as_bytes() == letter_of(told).as_bytes()
    assert letter_of(told)["Message-ID"] == f"<{'a' * 32}@interco.example>"


@given(messages)
def test_a_message_is_read_back_as_it_was_written(told):
    assert read_message(message_document(told)) == told
    assert read_message({**message_document(told), "since": "a later version"}) == told


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anne",
        "anne@",
        "@val.example",
        "anne@val.example, bruno@val.example",
        "Anne <anne@val.example>",
        "anne@val.example\r\nBcc: x@y.example",
        "anne @val.example",
        '"a b"@val.example',
        "anné@val.example",
        "=?utf-8?q?a=0D=0ABcc?=@val.example",
        "a@" + "b" * 260,
    ],
)
def test_an_address_is_one_plain_address(address):
    with pytest.raises(MailAddressUnusable):
        read_mail_address(address)


@pytest.mark.parametrize("kind", ["agreement.submitted", "agreement.reminded", "campaign.to_sign"])
def test_who_may_refuse_is_told_as_the_law_says(kind):
    words = WORDS[kind]
    assert "un signataire ou un référent la refuse" in words.next_fr
    assert "a signatory or a steward refuses it" in words.next_en
