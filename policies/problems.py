"""Problems that the law may answer with instead of data, and failures in asking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from catalog.day_words import day_in_words
from catalog.hosting_words import parts_in_words, whose_turn
from catalog.model.paris import paris_day
from catalog.model.problem import DeniedProblem, OperatorProblem
from policies.decision import Denial
from policies.hosting_problems import HostingNotMet


class PolicyUnavailable(OperatorProblem):
    """`detail` (a fact, for the log only) names the failure's class, never its text."""

    code = "policy_unavailable"
    retry_after_s = 5
    fr = "Les règles d'accès ne peuvent pas être consultées pour le moment : rien n'est montré."
    en = "The access rules cannot be asked right now: nothing is shown."
    next_fr = "Recommencez dans un instant ; si cela dure, transmettez la référence à l'exploitant."
    next_en = "Try again in a moment; if it lasts, send the reference to the operator."


class PolicyLate(OperatorProblem):
    code = "policy_late"
    retry_after_s = 5
    fr = "Les règles d'accès ont répondu trop tard : rien n'est montré."
    en = "The access rules answered too late: nothing is shown."
    next_fr = "Recommencez dans un instant ; si cela dure, transmettez la référence à l'exploitant."
    next_en = "Try again in a moment; if it lasts, send the reference to the operator."


class PolicyUndefined(OperatorProblem):
    code = "policy_undefined"
    fr = "Les règles d'accès n'ont pas répondu à la question : rien n'est montré."
    en = "The access rules gave no answer to the question: nothing is shown."
    next_fr = "Transmettez la référence à l'exploitant : les règles sont absentes ou incomplètes."
    next_en = "Send the reference to the operator: the rules are missing or incomplete."


class PolicyMalformed(OperatorProblem):
    """`detail` (a fact, for the log only) says where the answer is not a decision."""

    code = "policy_malformed"
    fr = "La réponse des règles d'accès n'est pas lisible : rien n'est montré."
    en = "The answer of the access rules cannot be read: nothing is shown."
    next_fr = "Transmettez la référence à l'exploitant."
    next_en = "Send the reference to the operator."


class PolicyWrongRevision(OperatorProblem):
    code = "policy_wrong_revision"
    fr = "Les règles d'accès en service ne sont pas celles attendues : rien n'est montré."
    en = "The access rules in force are not those expected: nothing is shown."
    next_fr = "Transmettez la référence à l'exploitant : il doit publier la version attendue."
    next_en = "Send the reference to the operator, who must publish the expected revision."


class NoAgreement(DeniedProblem):
    code = "no_agreement"
    fr = "Aucune convention en vigueur ne donne à votre organisme l'accès à « {dataset} »."
    en = 'No agreement in force gives your organisation access to "{dataset}".'
    next_fr = "Demandez à votre référent de proposer une convention au propriétaire du jeu."
    next_en = "Ask your steward to propose an agreement to the owner of the dataset."


class AgreementExpired(DeniedProblem):
    code = "agreement_expired"
    fr = "La convention {agreement}, qui donnait accès à « {dataset} », est arrivée à son terme le {day_fr}."
    en = 'Agreement {agreement}, which gave access to "{dataset}", came to its end on {day_en}.'
    next_fr = "Demandez à votre référent de la renouveler avec le propriétaire."
    next_en = "Ask your steward to renew it with the owner."


class AgreementRevoked(DeniedProblem):
    """Told to whom it gave access alone."""

    code = "agreement_revoked"
    fr = "La convention {agreement}, qui donnait accès à « {dataset} », a été révoquée le {day_fr}."
    en = 'Agreement {agreement}, which gave access to "{dataset}", was revoked on {day_en}.'
    next_fr = "Votre référent sait qui l'a révoquée et pourquoi (agreement history) ; il peut en proposer une autre."
    next_en = "Your steward knows who revoked it and why (agreement history), and may propose another one."


class AgreementNotStarted(DeniedProblem):
    code = "agreement_not_started"
    fr = "La convention {agreement} sur « {dataset} » n'a pas encore pris effet."
    en = 'Agreement {agreement} over "{dataset}" has not taken effect yet.'
    next_fr = "Attendez sa date d'effet, ou demandez un avenant à votre référent."
    next_en = "Wait for its first day, or ask your steward for an amendment."


class OnwardSharingForbidden(DeniedProblem):
    """Of a link alone: whoever has its address reads."""

    code = "onward_sharing_forbidden"
    fr = "La convention {agreement} sur « {dataset} » interdit de transmettre ces données à d'autres : aucun lien ne les donne."
    en = 'Agreement {agreement} over "{dataset}" forbids passing these data on: no link gives them.'
    next_fr = "Ouvrez le fichier en vous connectant, ou avec une clé comme mot de passe ; ou demandez un avenant à votre référent."
    next_en = "Open the file by signing in, or with a key as the password; or ask your steward for an amendment."


class LinkAwaitsConsent(DeniedProblem):
    code = "link_awaits_consent"
    fr = "La convention {agreement} sur « {dataset} » ne laisse transmettre ces données qu'avec l'accord de leur propriétaire, et ce lien ne l'a pas encore."
    en = 'Agreement {agreement} over "{dataset}" lets these data be passed on with the consent of their owner alone, which this link has not yet.'
    next_fr = "Le propriétaire voit ce lien dans « Qui a lu mes données », et peut l'accepter."
    next_en = 'The owner sees this link in "Who read my data", and may consent to it.'


class LinkToPersonalData(DeniedProblem):
    code = "link_to_personal_data"
    fr = "« {dataset} » contient des données personnelles : aucun lien ne les donne."
    en = '"{dataset}" holds personal data: no link gives them.'
    next_fr = "Ouvrez le fichier en vous connectant, ou avec une clé comme mot de passe."
    next_en = "Open the file by signing in, or with a key as the password."


class AgreementOutdated(DeniedProblem):
    code = "agreement_outdated"
    fr = "La convention {agreement} ne correspond plus au jeu « {dataset} », qui a changé depuis."
    en = 'Agreement {agreement} no longer fits "{dataset}", which has changed since.'
    next_fr = "Demandez à votre référent un avenant avec le propriétaire."
    next_en = "Ask your steward for an amendment with the owner."


class AgreementSuspended(DeniedProblem):
    code = "agreement_suspended"
    fr = "La convention {agreement}, qui donne accès à « {dataset} », est suspendue{since_fr}."
    en = 'Agreement {agreement}, which gives access to "{dataset}", is suspended{since_en}.'
    next_fr = "Votre référent sait qui l'a suspendue et pourquoi ; elle peut être rétablie."
    next_en = "Your steward knows who suspended it and why; it can be resumed."


class MandateNotCovering(DeniedProblem):
    code = "mandate_not_covering"
    fr = "Le mandat que vous utilisez ne porte pas sur « {dataset} »."
    en = 'The mandate that you use is not for "{dataset}".'
    next_fr = "Demandez à l'organisme qui vous mandate d'étendre le mandat à ce jeu ou à cette compétence."
    next_en = "Ask the organisation that mandates you to extend the mandate to this dataset or competence."


class PurposeRequired(DeniedProblem):
    code = "purpose_required"
    fr = "« {dataset} » ne se lit que pour une finalité déclarée, et aucune n'est indiquée."
    en = '"{dataset}" is read for a stated purpose only, and none was given.'
    next_fr = "Indiquez dans l'en-tête Interco-Purpose l'une de ces finalités : {purposes}."
    next_en = "Give one of these purposes in the Interco-Purpose header: {purposes}."


class PurposeNotAssigned(DeniedProblem):
    code = "purpose_not_assigned"
    fr = "Aucune finalité qui vous est attribuée et que vous avez indiquée n'ouvre « {dataset} »."
    en = 'No purpose that is assigned to you and that you gave opens "{dataset}".'
    next_fr = (
        "Demandez à votre référent de vous attribuer l'une de ces finalités, "
        "ou indiquez celle que vous avez : {purposes}."
    )
    next_en = (
        "Ask your steward to assign you one of these purposes, or give the one you have: "
        "{purposes}."
    )


class PurposeNotCovered(DeniedProblem):
    code = "purpose_not_covered"
    fr = "La convention {agreement} sur « {dataset} » ne couvre pas la finalité indiquée."
    en = 'Agreement {agreement} over "{dataset}" does not cover the purpose given.'
    next_fr = "Indiquez l'une de ces finalités, si c'est bien la vôtre : {purposes}."
    next_en = "Give one of these purposes, if it is truly yours: {purposes}."


class KeyForOtherPurposes(DeniedProblem):
    """On its body's own data and on open data too."""

    code = "key_for_other_purposes"
    fr = "Cette clé n'est pas faite pour la finalité indiquée."
    en = "This key is not made for the purpose given."
    next_fr = "Les siennes : {purposes}. Indiquez-en une, aucune sur des données propres ou ouvertes, ou demandez une autre clé à votre référent."
    next_en = "Its own: {purposes}. Give one of them, none on own or open data, or ask your steward for another key."


class GroupRequired(DeniedProblem):
    code = "group_required"
    fr = "« {dataset} » est réservé à certains agents de votre organisme."
    en = '"{dataset}" is for certain agents of your organisation only.'
    next_fr = "Demandez à votre référent d'être ajouté au groupe de lecteurs."
    next_en = "Ask your steward to be added to the group of readers."


class WithoutRole(DeniedProblem):
    """Of who has signed in: the last role was taken, or none was ever given."""

    code = "without_role"
    fr = "Vous n'avez aucun rôle dans votre organisme : ses données ne vous sont pas ouvertes."
    en = "You have no role in your organisation: its data are not open to you."
    next_fr = "Demandez un rôle à un référent de votre organisme. Ce qui est ouvert à tous se lit sans se connecter."
    next_en = "Ask a steward of your organisation for a role. What is open to everybody is read without signing in."


class AccountRequired(DeniedProblem):
    code = "account_required"
    fr = "« {dataset} » ne se lit pas sans compte."
    en = '"{dataset}" is not read without an account.'
    next_fr = "Connectez-vous, puis recommencez."
    next_en = "Sign in, then try again."


class MandateRequired(DeniedProblem):
    code = "mandate_required"
    fr = "Aucun mandat ne vous permet d'agir au nom de cet autre organisme."
    en = "No mandate lets you act on behalf of that other organisation."
    next_fr = "Retirez l'en-tête Interco-On-Behalf-Of, ou demandez un mandat à cet organisme."
    next_en = "Remove the Interco-On-Behalf-Of header, or ask that organisation for a mandate."


DENIALS: dict[str, type[DeniedProblem]] = {
    each.code: each
    for each in (
        KeyForOtherPurposes,
        PurposeRequired,
        PurposeNotCovered,
        PurposeNotAssigned,
        AgreementNotStarted,
        AgreementSuspended,
        HostingNotMet,
        LinkAwaitsConsent,
        OnwardSharingForbidden,
        LinkToPersonalData,
        AgreementOutdated,
        AgreementRevoked,
        AgreementExpired,
        GroupRequired,
        WithoutRole,
        AccountRequired,
        MandateNotCovering,
        MandateRequired,
        NoAgreement,
    )
}
"""Every code of policies/rego/access/denials.rego, the nearest to an access first."""


def denied_by(denials: Sequence[Denial], dataset: str) -> DeniedProblem:
    """The one refusal to tell about `dataset` (a name the caller may know).

    Of several, the one that is quickest to overcome; the purposes of all denials of that kind.
    """
    code = min((each.code for each in denials), key=list(DENIALS).index)
    alike = [each for each in denials if each.code == code]
    purposes = {purpose for each in alike for purpose in each.purposes}
    # Of agreements that have ended, the last that did.
    return problem_of(replace(_last(alike), purposes=tuple(sorted(purposes))), dataset)


def _last(denials: Sequence[Denial]) -> Denial:
    return max(denials, key=lambda each: each.ended_at or "")


def problem_of(denial: Denial, dataset: str) -> DeniedProblem:
    day = None if denial.ended_at is None else _last_day(denial.code, denial.ended_at)
    return DENIALS[denial.code](
        dataset=dataset,
        agreement=denial.agreement or "–",
        purposes=", ".join(denial.purposes) or "–",
        day_fr="–" if day is None else day_in_words(day, "fr"),
        day_en="–" if day is None else day_in_words(day, "en"),
        since_fr="" if day is None else f" depuis le {day_in_words(day, 'fr')}",
        since_en="" if day is None else f" since {day_in_words(day, 'en')}",
        parts_fr=parts_in_words(denial.shortfalls, "fr") or "–",
        parts_en=parts_in_words(denial.shortfalls, "en") or "–",
        turn_fr=whose_turn(denial.shortfalls, "fr"),
        turn_en=whose_turn(denial.shortfalls, "en"),
    )


def _last_day(code: str, ended_at: str) -> date:
    """In Paris. An agreement ends by its date at the midnight after, of its own time zone: half a
    day before is its last day in every zone of France.
    """
    instant = datetime.fromisoformat(ended_at)
    return paris_day(instant - timedelta(hours=12) if code == AgreementExpired.code else instant)


class BundleNotMade(OperatorProblem):
    code = "bundle_not_made"
    fr = "Le paquet des règles pour OPA n'a pas été fait :\n{said}"
    en = "The bundle of the rules for OPA was not made:\n{said}"
    next_fr = "Corrigez ce qui est dit, puis relancez ; un paquet d'avant est resté tel quel."
    next_en = "Fix what is said, then run it again; a bundle made before is as it was."
