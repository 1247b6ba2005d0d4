"""Problems of a request for a link."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class LinkRefused(CallerProblem):
    code = "link_refused"
    fr = "Ce lien ne peut pas être fait : {why_fr}."
    en = "This link cannot be made: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."


class UnknownQuestionLink(CallerProblem):
    """The same for another body's as for none."""

    code = "unknown_question_link"
    status = 404
    fr = "Aucun lien « {link} » en service ne vous concerne."
    en = 'No link "{link}" in use concerns you.'
    next_fr = "Voyez ceux de votre organisme : page « Liens », ou ./interco link list."
    next_en = "See those of your body: page Links, or ./interco link list."


class LinkNeedsNoConsent(CallerProblem):
    code = "link_needs_no_consent"
    fr = "Le lien « {link} » n'attend pas d'accord de votre organisme."
    en = 'The link "{link}" awaits no consent of your body.'
    next_fr = "Seul un lien sur des données que vous donnez, par une convention qui demande votre accord, en attend un."
    next_en = "Only a link over data that you give, by an agreement that asks for your consent, awaits one."
