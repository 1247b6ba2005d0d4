"""Refusals to register a first operator."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem


class CatalogHasAgents(DeniedProblem):
    code = "catalog_has_agents"
    fr = "Ce catalogue connaît déjà des agents : son premier exploitant est inscrit."
    en = "This catalog knows agents already: its first operator is registered."
    next_fr = "Demandez à l'exploitant ; il inscrit les autres avec « interco apply »."
    next_en = 'Ask the operator, who registers the others with "interco apply".'


class NoOperatorDeclared(CallerProblem):
    code = "no_operator_declared"
    fr = "Cette déclaration n'inscrit aucun agent avec le rôle « operator »."
    en = "This declaration registers no agent with the role 'operator'."
    next_fr = "Donnez « roles: [operator] » à l'agent qui exploitera ce service."
    next_en = "Give 'roles: [operator]' to the agent who will operate this service."
