"""A sign-in that is too weak for what was asked: the law's answer, and what to do."""

from __future__ import annotations

from catalog.model.problem import DeniedProblem
from catalog.model.subject import Strength


class SignInTooWeak(DeniedProblem):
    """`sections` is the class of acts, as `catalog.model.subject.Strength` names it."""

    code = "sign_in_too_weak"
    fr = "Vous ne vous êtes pas connecté par un moyen assez fort pour : {sections_fr}."
    en = "You did not sign in by a means that is strong enough to: {sections_en}."
    next_fr = (
        "Reconnectez-vous avec un second facteur (code, application ou clé), puis recommencez."
    )
    next_en = "Sign in again with a second factor (code, application or key), then try again."


def too_weak_for(strength: Strength) -> SignInTooWeak:
    french = {Strength.READ: "consulter", Strength.DRAFT: "préparer"}
    return SignInTooWeak(
        sections=strength.value,
        sections_fr=french.get(strength, "signer"),
        sections_en=strength.value,
    )
