"""Problems that whoever opens a link is told: never whose it is, nor what it gives."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem

_NEXT_FR = "Demandez un autre lien à la personne qui vous a donné celui-ci."
_NEXT_EN = "Ask the person who gave you this link for another one."


class UnknownLink(CallerProblem):
    """The same for a slip of the hand as for an address that nobody made."""

    code = "unknown_link"
    status = 404
    fr = "Ce lien n'existe pas, ou son adresse est mal recopiée."
    en = "This link does not exist, or its address is miscopied."
    next_fr = "Recopiez l'adresse entière, jusqu'au nom du fichier."
    next_en = "Copy the whole address, up to the name of the file."


class LinkEnded(CallerProblem):
    """Told to who has its secret alone."""

    code = "link_ended"
    status = 410
    fr = "Ce lien n'ouvre plus rien : {why_fr}."
    en = "This link opens nothing any more: {why_en}."
    next_fr = _NEXT_FR
    next_en = _NEXT_EN


class LinkFromElsewhere(DeniedProblem):
    code = "link_from_elsewhere"
    fr = "Ce lien ne s'ouvre pas depuis cette adresse."
    en = "This link does not open from this address."
    next_fr = "Ouvrez-le depuis le réseau de votre organisme, ou demandez un autre lien à la personne qui vous l'a donné."
    next_en = (
        "Open it from your body's network, or ask the person who gave it to you for another one."
    )


class LinkTakesNoValue(CallerProblem):
    code = "link_takes_no_value"
    fr = "Ce lien donne toujours les lignes pour lesquelles il est fait : rien ne s'ajoute à son adresse."
    en = "This link always gives the rows that it was made for: nothing is added to its address."
    next_fr = "Retirez ce qui suit « ? », ou demandez un lien fait pour d'autres valeurs."
    next_en = 'Remove what follows "?", or ask for a link that is made for other values.'


def ended(why_fr: str, why_en: str) -> LinkEnded:
    return LinkEnded(why_fr=why_fr, why_en=why_en)
