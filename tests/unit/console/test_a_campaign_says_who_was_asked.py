"""After the opening, a page counts who was asked, who gives already and who could not be asked.

Covers gateway.console.campaigns.views.
"""

from types import SimpleNamespace

import pytest

from gateway.console.campaigns.views import opened_sentence


def visit(language):
    return SimpleNamespace(
        language=language, gettext=lambda words, **values: words % values, number=str
    )


def campaign(asked, giving, told=0, unregistered=0):
    members = [SimpleNamespace(wantsModel=False, registered=True)] * (asked + giving)
    members += [SimpleNamespace(wantsModel=True, registered=True)] * told
    members += [SimpleNamespace(wantsModel=True, registered=False)] * unregistered
    return SimpleNamespace(
        counts=SimpleNamespace(members=len(members), toSign=asked, inForce=giving),
        board=SimpleNamespace(members=members),
    )


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (campaign(2, 3), "2 membres ont reçu une demande, 3 donnent déjà."),
        (campaign(1, 1), "1 membre a reçu une demande, 1 donne déjà."),
        (campaign(0, 5), "5 donnent déjà."),
        (
            campaign(1, 0, told=2, unregistered=1),
            (
                "1 membre a reçu une demande, 2, sans ces données, ont reçu le modèle Excel, "
                "1 n'a pas pu être sollicité."
            ),
        ),
    ],
)
def test_it_counts_each_member_once(known, sentence):
    assert opened_sentence(known, visit("fr")) == f"La campagne est ouverte : {sentence}"
