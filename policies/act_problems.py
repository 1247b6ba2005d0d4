"""Why the law refuses an act, each code with its sentences."""

from __future__ import annotations

from catalog.model.problem import DeniedProblem
from policies.people_problems import PEOPLE_DENIALS
from policies.sign_in_problems import SignInTooWeak


class RoleRequired(DeniedProblem):
    code = "role_required"
    fr = "Seuls l'exploitant et le référent d'un organisme peuvent appliquer une déclaration, ou voir ses stockages."
    en = "Only the operator and an organisation's steward may apply a declaration, or see its storages."
    next_fr = "Demandez-le au référent de votre organisme."
    next_en = "Ask the steward of your organisation."


class OtherOrganisation(DeniedProblem):
    code = "other_organisation"
    fr = "Cette déclaration concerne un autre organisme que le vôtre."
    en = "This declaration is about another organisation than yours."
    next_fr = "Appliquez-la avec un compte de cet organisme, ou demandez à l'exploitant."
    next_en = "Apply it with an account of that organisation, or ask the operator."


class SectionReserved(DeniedProblem):
    code = "section_reserved"
    fr = "Votre rôle ne permet pas de déclarer : {sections}."
    en = "Your role does not let you declare: {sections}."
    next_fr = "Retirez ces parties du fichier, ou demandez à l'exploitant de les appliquer."
    next_en = "Take these parts out of the file, or ask the operator to apply them."


class ApprovalRefused(DeniedProblem):
    code = "approval_refused"
    fr = "Une signature ne se déclare pas dans un fichier : chaque partie la donne elle-même."
    en = "An approval is not declared in a file: each party gives its own."
    next_fr = "Retirez les signatures ; la convention sera créée comme projet."
    next_en = "Take the approvals out; the agreement will be created as a draft."


class ActRoleRequired(DeniedProblem):
    code = "act_role_required"
    fr = "Un de ces rôles est nécessaire dans votre organisme : {sections_fr}."
    en = "This act needs one of these roles in your organisation: {sections_en}."
    next_fr = "Demandez à une personne qui a ce rôle, ou faites-le vous attribuer."
    next_en = "Ask somebody who has that role, or have it given to you."


class ActPersonRequired(DeniedProblem):
    code = "act_person_required"
    fr = "Seule une personne peut engager un organisme : une machine n'accomplit pas cet acte."
    en = "Only a person can bind an organisation: a machine does not do this act."
    next_fr = "Faites-le accomplir par une personne habilitée."
    next_en = "Have an authorised person do it."


ACT_DENIALS: dict[str, type[DeniedProblem]] = {
    each.code: each
    for each in (
        *(RoleRequired, OtherOrganisation, SectionReserved, ApprovalRefused),
        *(ActPersonRequired, SignInTooWeak),
    )
}
"""Every code of policies/rego/acts."""


class ActNotAParty(DeniedProblem):
    code = "act_not_a_party"
    fr = "Votre organisme n'est pas partie à cette convention."
    en = "Your organisation is not a party to this agreement."
    next_fr = "Agissez pour une des parties, sous un mandat s'il le faut."
    next_en = "Act for one of the parties, under a mandate if need be."


class ActMandateRequired(DeniedProblem):
    code = "act_mandate_required"
    fr = "Aucun mandat en vigueur ne couvre cet acte pour cet organisme ; il en faudrait un qui permette : {sections_fr}."
    en = "No mandate in force covers this act for that organisation; it would have to allow: {sections_en}."
    next_fr = (
        "Demandez à cet organisme un mandat pour cet acte, ces compétences et ce jeu de données."
    )
    next_en = (
        "Ask that organisation for a mandate for this act, these competences and this dataset."
    )


class ActNotUnderMandate(DeniedProblem):
    code = "act_not_under_mandate"
    fr = "Cet acte ne s'accomplit jamais sous mandat."
    en = "This act is never done under a mandate."
    next_fr = "Retirez l'en-tête Interco-On-Behalf-Of, ou laissez agir l'organisme lui-même."
    next_en = "Remove the Interco-On-Behalf-Of header, or let the organisation itself act."


class ActOfOtherSide(DeniedProblem):
    code = "act_of_other_side"
    fr = "Cet acte revient à l'autre partie de la convention."
    en = "This act belongs to the other party of the agreement."
    next_fr = "Laissez-la agir ; « possible » dit ce que chaque partie peut faire."
    next_en = "Let them act; what each party can do is told with the agreement's state."


class ActSamePerson(DeniedProblem):
    code = "act_same_person"
    fr = "Vous avez déjà signé cette convention : une autre personne doit signer pour l'autre partie."
    en = "You have signed this agreement already: another person must sign for the other party."
    next_fr = "Laissez signer une autre personne habilitée."
    next_en = "Let another authorised person sign."


class ActSameOrganisation(DeniedProblem):
    code = "act_same_organisation"
    fr = "Votre organisme a déjà signé pour l'autre partie : aucun ne signe des deux côtés."
    en = "Your organisation has already signed for the other party: none signs on both sides."
    next_fr = "Laissez signer la partie elle-même, ou un autre mandataire."
    next_en = "Let the party itself sign, or another holder of a mandate."


class ActOfClock(DeniedProblem):
    code = "act_of_clock"
    fr = "Cet acte revient à l'horloge : personne ne le demande."
    en = "This act is the clock's: nobody asks for it."
    next_fr = "Attendez la date : il s'accomplit de lui-même."
    next_en = "Wait for the date: it happens by itself."


class ActOfSystem(DeniedProblem):
    code = "act_of_system"
    fr = "Cet acte revient à Interco : personne ne le demande."
    en = "This act is Interco's own: nobody asks for it."
    next_fr = "Demandez à l'exploitant de lancer la commande qui l'accomplit."
    next_en = "Ask the operator to run the command that does it."


class ActOtherOrganisation(DeniedProblem):
    code = "act_other_organisation"
    fr = "Cet acte concerne un autre organisme que le vôtre."
    en = "This act is about another organisation than yours."
    next_fr = "Demandez à cet organisme d'agir lui-même."
    next_en = "Ask that organisation to act itself."


SHARING_DENIALS: dict[str, type[DeniedProblem]] = (
    {
        each.code: each
        for each in (
            ActRoleRequired,
            ActPersonRequired,
            ActNotAParty,
            ActMandateRequired,
            ActNotUnderMandate,
            ActOfOtherSide,
            ActSamePerson,
            ActSameOrganisation,
            ActOfClock,
            ActOfSystem,
            ActOtherOrganisation,
        )
    }
    | {each.code: each for each in PEOPLE_DENIALS}
    | {SignInTooWeak.code: SignInTooWeak}
)
"""Every code of policies/rego/acts/sharing."""


class ActOutsideKey(DeniedProblem):
    code = "act_outside_key"
    fr = "Cette clé ne permet pas de déposer dans ce jeu de données."
    en = "This key does not let you deposit into this dataset."
    next_fr = "Demandez au référent une clé pour ce jeu de données, avec la porte « deposits » ; créer un jeu ou annuler un dépôt revient à une personne."
    next_en = 'Ask the steward for a key to this dataset, with the door "deposits"; making a dataset or undoing a deposit is for a person.'


DEPOSIT_DENIALS: dict[str, type[DeniedProblem]] = {
    each.code: each
    for each in (
        *(ActNotUnderMandate, ActMandateRequired, ActRoleRequired, ActOtherOrganisation),
        *(ActOutsideKey, SignInTooWeak),
    )
}
"""Every code of policies/rego/acts/deposits."""


class FigureNotToBeKept(DeniedProblem):
    code = "figure_not_to_be_kept"
    fr = "Cette réponse ne peut pas être figée : {sections_fr} n'en permet pas la conservation (échange pour un seul dossier, données personnelles à durée limitée, données réservées à un groupe, ou convention qui n'est plus en vigueur)."
    en = "This answer cannot be frozen: {sections_en} does not let it be kept (an exchange for one file, personal data kept for a time only, data for one group alone, or an agreement that is no more in force)."
    next_fr = "Figez une réponse qui ne lit pas ces données, ou demandez à leur propriétaire une convention qui le permette."
    next_en = "Freeze an answer that does not read that data, or ask its owner for an agreement that allows it."


FIGURE_DENIALS: dict[str, type[DeniedProblem]] = {
    each.code: each
    for each in (
        *(ActNotUnderMandate, ActRoleRequired, ActOtherOrganisation),
        *(SignInTooWeak, FigureNotToBeKept),
    )
}
"""Every code of policies/rego/acts/figures."""


BOARD_DENIALS: dict[str, type[DeniedProblem]] = {
    each.code: each
    for each in (ActNotUnderMandate, ActRoleRequired, ActOtherOrganisation, SignInTooWeak)
}
"""Every code of policies/rego/acts/boards."""


class SecondPersonRequired(DeniedProblem):
    code = "second_person_required"
    fr = "Ce qui ouvre des données demande deux personnes : vous avez proposé cette ouverture, une autre la confirme."
    en = "To open data takes two persons: you proposed this opening, another confirms it."
    next_fr = "Demandez à un autre signataire de votre organisme de la lire et de la confirmer."
    next_en = "Ask another approver of your organisation to read and confirm it."


class ApproverTooNew(DeniedProblem):
    code = "approver_too_new"
    fr = "Votre rôle de signataire vient de vous être donné de l'extérieur de votre organisme, ou par la personne qui propose cette ouverture : il ne l'ouvre pas encore."
    en = "Your role of approver was just given to you from outside your organisation, or by the person who proposes this opening: it does not open it yet."
    next_fr = "Demandez à un autre signataire de la confirmer, ou attendez sept jours après que le rôle a été donné : les personnes de votre organisme, qui en ont été averties, peuvent d'ici là la refuser."
    next_en = "Ask another approver to confirm it, or wait for seven days after the role was given: until then the people of your organisation, who were told, may refuse it."


OPENING_DENIALS: dict[str, type[DeniedProblem]] = {
    each.code: each
    for each in (
        *(ActNotUnderMandate, ActPersonRequired, ActRoleRequired, ActOtherOrganisation),
        *(SignInTooWeak, SecondPersonRequired, ApproverTooNew),
    )
}
"""Every code of policies/rego/acts/openings."""
