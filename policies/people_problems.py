"""Why nobody gives, or takes away, a role in this way: the law's answers, and what to do."""

from __future__ import annotations

from catalog.model.problem import DeniedProblem


class ActOnOneself(DeniedProblem):
    code = "act_on_oneself"
    fr = "Personne ne se donne ni ne se retire un rôle."
    en = "Nobody gives a role to themselves, nor takes one away from themselves."
    next_fr = "Demandez-le à un autre référent de votre organisme, ou à l'exploitant."
    next_en = "Ask another steward of your organisation, or the operator."


class ActRoleNeverGiven(DeniedProblem):
    code = "act_role_never_given"
    fr = "Le rôle d'exploitant ne se donne ni ne se retire ainsi."
    en = "The role of operator is neither given nor taken away in this way."
    next_fr = "L'exploitant l'inscrit dans sa déclaration."
    next_en = "The operator writes it in its declaration."


class ActLastSteward(DeniedProblem):
    code = "act_last_steward"
    fr = "C'est le dernier référent de l'organisme : seul l'exploitant lui retire ce rôle."
    en = "This is the organisation's last steward: only the operator takes that role away."
    next_fr = "Donnez d'abord ce rôle à une autre personne, ou demandez à l'exploitant."
    next_en = "Give that role to another person first, or ask the operator."


PEOPLE_DENIALS: tuple[type[DeniedProblem], ...] = (ActOnOneself, ActRoleNeverGiven, ActLastSteward)
