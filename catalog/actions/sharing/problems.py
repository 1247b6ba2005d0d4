"""Refusals in the life cycle of agreements and mandates."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem


class ActNotPossible(CallerProblem):
    """The act does not lead anywhere from this state, or not for this side."""

    code = "act_not_possible"
    status = 409
    fr = "La convention {agreement} est {state_fr} : cet acte n'est pas possible ici pour vous. Possible : {possible_fr}."
    en = "Agreement {agreement} is {state_en}: this act is not possible here for you. Possible: {possible_en}."
    next_fr = "Choisissez un acte possible, ou laissez agir celui à qui il revient."
    next_en = "Choose a possible act, or leave it to whom it belongs."


class UnknownAgreement(CallerProblem):
    code = "unknown_agreement"
    status = 404
    fr = "Aucune convention {agreement} n'est connue de votre organisme."
    en = "Your organisation knows of no agreement {agreement}."
    next_fr = "Vérifiez la référence, par exemple conv-2026-0017@2."
    next_en = "Check the reference, such as conv-2026-0017@2."


class NotAParty(DeniedProblem):
    code = "not_a_party"
    fr = "Une convention se propose au nom d'une de ses deux parties : le propriétaire des données ou le bénéficiaire."
    en = "An agreement is proposed in the name of one of its two parties: the owner of the data or the grantee."
    next_fr = "Proposez-la pour votre organisme, ou demandez un mandat à l'une des parties."
    next_en = "Propose it for your own organisation, or ask one of the parties for a mandate."


class AnotherVersionOpen(CallerProblem):
    code = "another_version_open"
    status = 409
    fr = "La convention a déjà une version en préparation : {agreement}, {state_fr}."
    en = "The agreement has a version under way already: {agreement}, {state_en}."
    next_fr = "Menez-la à son terme ou retirez-la, puis recommencez."
    next_en = "Bring it to its end or withdraw it, then try again."


class FirstVersionFirst(CallerProblem):
    code = "first_version_first"
    fr = "Une nouvelle convention commence par sa version 1 ; un avenant continue une convention existante."
    en = "A new agreement begins with version 1; an amendment continues an existing one."
    next_fr = (
        "Rédigez d'abord la version 1, ou donnez la référence d'une convention que vous connaissez."
    )
    next_en = "Write version 1 first, or give the reference of an agreement that you know of."


class ReasonRequired(CallerProblem):
    code = "reason_required"
    fr = "Cet acte demande un motif : il est transmis à l'autre partie."
    en = "This act needs a reason: it is passed on to the other party."
    next_fr = "Donnez le motif en quelques mots."
    next_en = "Give the reason in a few words."


class DatasetMoved(CallerProblem):
    code = "dataset_moved"
    fr = "Le jeu de données a changé depuis que le projet a été écrit (version {drafted}, aujourd'hui {current})."
    en = "The dataset has changed since the draft was written (version {drafted}, now {current})."
    next_fr = "Enregistrez de nouveau le projet : il reprendra les colonnes d'aujourd'hui."
    next_en = "Save the draft again: it will take today's columns."


class EmptyScope(CallerProblem):
    """Judged on land, never on rows."""

    code = "empty_scope"
    fr = "Le périmètre est vide au {day} : aucun territoire n'y répond."
    en = "The scope is empty on {day}: no land answers to it."
    next_fr = (
        "Vérifiez la compétence, les adhésions ou les communes listées à cette date ; les membres "
        "d'un EPCI, l'exploitant les reprend de la carte (./interco reference members-of)."
    )
    next_en = (
        "Check the competence, the memberships or the listed communes at that date; an EPCI's "
        "members, the operator takes from the map (./interco reference members-of)."
    )


class NoMembers(CallerProblem):
    code = "no_members"
    fr = "{organisation} n'a aucun membre pour la compétence {competence} au {day}."
    en = "{organisation} has no member for competence {competence} on {day}."
    next_fr = "Vérifiez la compétence et les adhésions à cette date."
    next_en = "Check the competence and the memberships at that date."


class TermMissing(CallerProblem):
    """`term` is what must be filled in, in the words of the block."""

    code = "term_missing"
    fr = "Il manque : {what_fr}."
    en = "Missing: {what_en}."
    next_fr = "Complétez le projet, puis déposez-le de nouveau."
    next_en = "Complete the draft, then submit it again."


class EndTooLate(CallerProblem):
    code = "end_too_late"
    fr = "Avec des données personnelles, une convention dure au plus 36 mois : jusqu'au {latest}."
    en = "With personal data an agreement lasts 36 months at most: until {latest}."
    next_fr = "Avancez la fin ; un avenant pourra la prolonger."
    next_en = "Bring the end forward; an amendment can extend it."


class StartTooEarly(CallerProblem):
    code = "start_too_early"
    fr = "Le début ({start}) est passé depuis plus de {days} jours."
    en = "The start ({start}) lies more than {days} days in the past."
    next_fr = "Choisissez un début plus proche : une convention ne vaut que pour l'avenir, ses lignes peuvent être anciennes."
    next_en = "Choose a nearer start: an agreement counts for the future only, its rows may be old."


class AnswerDayUnsuitable(CallerProblem):
    code = "answer_day_unsuitable"
    fr = "Le dernier jour pour répondre ({day}) doit se situer entre le {first} et le {last}."
    en = "The last day to answer ({day}) must lie between {first} and {last}."
    next_fr = "Laissez-le vide (30 jours), ou choisissez un jour après la séance du conseil et avant la fin de la convention."
    next_en = "Leave it empty (30 days), or choose a day after the council meets and before the agreement ends."


class PeriodOver(CallerProblem):
    code = "period_over"
    fr = "Le dernier jour de la convention ({end}) est passé."
    en = "The agreement's last day ({end}) is over."
    next_fr = "Proposez une nouvelle version, avec une fin à venir."
    next_en = "Propose a new version, with an end to come."


class RemindedToday(CallerProblem):
    code = "reminded_today"
    status = 409
    fr = "L'autre partie a déjà été relancée aujourd'hui à propos de {agreement}."
    en = "The other party has already been reminded of {agreement} today."
    next_fr = "Attendez demain, ou appelez-la."
    next_en = "Wait until tomorrow, or call them."


class HashMismatch(CallerProblem):
    """Another text than the one that was shown, or a hash that its text does not have."""

    code = "hash_mismatch"
    status = 409
    fr = "L'empreinte signée n'est pas celle de la version {agreement} : {expected}."
    en = "The hash signed is not that of version {agreement}: {expected}."
    next_fr = "Relisez l'aperçu de la version actuelle, puis signez l'empreinte qu'il montre."
    next_en = "Read the preview of the current version, then sign the hash that it shows."


class PreviewNotOpened(CallerProblem):
    code = "preview_not_opened"
    status = 409
    fr = "Vous n'avez pas ouvert l'aperçu de cette version pour cet organisme."
    en = "You have not opened the preview of this version for this organisation."
    next_fr = "Ouvrez l'aperçu : il montre les communes et les colonnes exactes, puis signez."
    next_en = "Open the preview: it shows the exact communes and columns; then sign."


class SideAlreadySigned(CallerProblem):
    code = "side_already_signed"
    status = 409
    fr = "Cette partie a déjà signé cette version, le {day}."
    en = "This party has already signed this version, on {day}."
    next_fr = "C'est à l'autre partie de se prononcer."
    next_en = "It is the other party's turn."


class SamePersonTwice(DeniedProblem):
    code = "same_person_twice"
    fr = "La même personne ne signe pas pour les deux parties."
    en = "The same person does not sign for both parties."
    next_fr = "Faites signer par une autre personne habilitée."
    next_en = "Have another authorised person sign."


class SameOrganisationTwice(DeniedProblem):
    code = "same_organisation_twice"
    fr = "Aucun organisme ne signe des deux côtés, même sous mandat."
    en = "No organisation signs on both sides, not even under a mandate."
    next_fr = "Faites signer par la partie elle-même, ou par un autre mandataire."
    next_en = "Have the party itself sign, or another holder of a mandate."


class SignatureRefused(CallerProblem):
    code = "signature_refused"
    fr = "La signature est incomplète : {why_fr}."
    en = "The signature is incomplete: {why_en}."
    next_fr = "Indiquez la qualité du signataire et l'acte exécutoire (délibération ou délégation)."
    next_en = "Give the signatory's capacity and the enforceable act (deliberation or delegation)."


class ResumeReserved(DeniedProblem):
    code = "resume_reserved"
    fr = "Chacun ne lève que sa propre suspension. Cette convention est suspendue par {who_fr}."
    en = "Each lifts their own suspension alone. This agreement is suspended by {who_en}."
    next_fr = "À {who_fr} de lever la sienne ; le contrôle d'anonymat la lève quand rien ne s'y oppose plus."
    next_en = (
        "It is for {who_en} to lift theirs; the guard lifts its own once nothing stands against it."
    )


class AlreadySuspended(CallerProblem):
    code = "already_suspended"
    status = 409
    fr = "{who_fr} a déjà suspendu la convention {agreement}."
    en = "{who_en} has suspended agreement {agreement} already."
    next_fr = (
        "Rien de plus n'est à faire : rien n'est lu tant que cette suspension n'est pas levée."
    )
    next_en = "Nothing more is to be done: nothing is read until this suspension is lifted."


class GuardFindingsMoved(CallerProblem):
    code = "guard_findings_moved"
    status = 409
    fr = "Le constat du contrôle d'anonymat n'est pas (ou plus) celui que vous avez lu."
    en = "What the guard found is not (or no longer) what you read."
    next_fr = "Relisez les communes qu'elle cite aujourd'hui, puis décidez."
    next_en = "Read the communes that it names today, then decide."


class TooEarly(CallerProblem):
    """For the clock alone: what it is asked to do is not due."""

    code = "not_due_yet"
    status = 409
    fr = "Rien n'est à faire pour {agreement} à ce moment."
    en = "Nothing is due for {agreement} at this moment."
    next_fr = "L'horloge repassera."
    next_en = "The clock will come by again."


class UnknownMandate(CallerProblem):
    code = "unknown_mandate"
    status = 404
    fr = "Aucun mandat {mandate} n'est connu de votre organisme."
    en = "Your organisation knows of no mandate {mandate}."
    next_fr = "Vérifiez la référence, par exemple mand-2026-0003."
    next_en = "Check the reference, such as mand-2026-0003."


class MandateRefused(CallerProblem):
    code = "mandate_refused"
    fr = "Ce mandat est refusé : {why_fr}."
    en = "This mandate is refused: {why_en}."
    next_fr = "Corrigez-le, puis recommencez."
    next_en = "Correct it, then try again."


class MandateOver(CallerProblem):
    code = "mandate_over"
    status = 409
    fr = "Le mandat {mandate} est déjà terminé."
    en = "The mandate {mandate} has ended already."
    next_fr = "Il n'y a rien à faire."
    next_en = "There is nothing to do."


class MandateNotSubDelegable(DeniedProblem):
    code = "mandate_not_sub_delegable"
    fr = "Un mandat ne se sous-délègue pas : seul l'organisme lui-même en donne un."
    en = "A mandate is not sub-delegable: only the organisation itself gives one."
    next_fr = "Faites-le donner par une personne habilitée de cet organisme."
    next_en = "Have an authorised person of that organisation give it."


class PurposeIsFixed(CallerProblem):
    code = "purpose_is_fixed"
    status = 409
    fr = "La finalité « {purpose} » existe déjà, avec un autre libellé : un code ne change pas de sens."
    en = 'The purpose "{purpose}" exists already, with another label: a code never changes its meaning.'
    next_fr = "Choisissez un autre code."
    next_en = "Choose another code."


class PurposeRefused(CallerProblem):
    code = "purpose_refused"
    fr = "Cette finalité est refusée : {why_fr}."
    en = "This purpose is refused: {why_en}."
    next_fr = "Corrigez-la, puis recommencez."
    next_en = "Correct it, then try again."


class UnknownAgentOfOrganisation(CallerProblem):
    code = "unknown_agent_of_organisation"
    status = 404
    fr = "Votre organisme n'a pas d'agent « {agent} »."
    en = 'Your organisation has no agent "{agent}".'
    next_fr = "Vérifiez l'identifiant de l'agent."
    next_en = "Check the agent's identifier."


class UnknownRole(CallerProblem):
    code = "unknown_role"
    fr = "« {role} » n'est pas un rôle."
    en = '"{role}" is not a role.'
    next_fr = "Choisissez parmi : {known}."
    next_en = "Choose one of: {known}."


class NoRole(CallerProblem):
    code = "no_role"
    fr = "Aucun rôle n'est indiqué."
    en = "No role is given."
    next_fr = "Choisissez parmi : {known}."
    next_en = "Choose one of: {known}."


class UnknownPerson(CallerProblem):
    """The same for somebody of another body as for nobody."""

    code = "unknown_person"
    status = 404
    fr = "Personne ne s'est connecté pour votre organisme sous l'identifiant « {agent} »."
    en = 'Nobody has signed in for your organisation under the identifier "{agent}".'
    next_fr = (
        "Cette personne doit d'abord se connecter une fois ; « ./interco agent list --arrivals » "
        "montre les arrivées."
    )
    next_en = (
        "That person must sign in once first; `./interco agent list --arrivals` shows arrivals."
    )


class PersonOfAnotherIssuer(CallerProblem):
    """For the stewards of that person's own body alone."""

    code = "person_of_another_issuer"
    status = 404
    fr = "Dans votre organisme, « {agent} » se connecte par un autre fournisseur d'identité : {issuer}."
    en = 'In your organisation "{agent}" signs in with another identity provider: {issuer}.'
    next_fr = "Indiquez-le : issuer (à la ligne de commande, « --issuer {issuer} »)."
    next_en = "Give it: issuer (on the command line, `--issuer {issuer}`)."


class RolesAreForPeople(CallerProblem):
    code = "roles_are_for_people"
    fr = "« {agent} » est une machine : elle ne reçoit pas de rôle ainsi."
    en = '"{agent}" is a machine: it is given no role in this way.'
    next_fr = "Donnez-lui une clé, ou demandez à l'exploitant."
    next_en = "Give it a key, or ask the operator."


class HasASteward(CallerProblem):
    code = "has_a_steward"
    fr = "Cet organisme a déjà un référent."
    en = "This organisation has a steward already."
    next_fr = "Demandez-lui votre rôle."
    next_en = "Ask them for your role."


class ListOfNothing(CallerProblem):
    code = "agreement_list_empty"
    fr = "La liste ne cite aucune convention."
    en = "The list cites no agreement."
    next_fr = "Cochez ou citez au moins une convention."
    next_en = "Tick or cite one agreement at least."


class ListTooLong(CallerProblem):
    code = "agreement_list_too_long"
    fr = "La liste cite {count} conventions ; {limit} au plus sont signées en une fois."
    en = "The list cites {count} agreements; {limit} at most are signed at once."
    next_fr = "Signez-la en plusieurs fois."
    next_en = "Sign it in several parts."


class ListedTwice(CallerProblem):
    code = "agreement_listed_twice"
    fr = "La liste cite deux fois {agreement}."
    en = "The list cites {agreement} twice."
    next_fr = "Citez chaque convention une seule fois."
    next_en = "Cite each agreement once."
