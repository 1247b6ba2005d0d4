"""Problems of a declaration file; each has its file, line and column (`place`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.changes import Family
from catalog.model.identifiers import Siren
from catalog.model.problem import CallerProblem, Problem

MOST_TOLD = 500


class DeclarationRefused(CallerProblem):
    """Everything wrong in the files, at once; `problems` in the order of the text, the first of
    many, and `count` all of them.

    `families`: of what is wrong by the catalog's rules, for whom. Nobody is told of it who may not
    declare it.
    """

    code = "declaration_refused"
    status = 422
    fr = "La déclaration est refusée, rien n'a changé. Points à corriger : {count}."
    en = "The declaration is refused, nothing changed. Points to fix: {count}."
    next_fr = "Corrigez chaque point cité, puis recommencez."
    next_en = "Fix each point listed, then try again."

    def __init__(
        self,
        problems: Sequence[Problem],
        families: Mapping[Siren, frozenset[Family]] | None = None,
    ) -> None:
        self.problems = tuple(sorted(problems, key=_order))[:MOST_TOLD]
        self.families = families or {}
        super().__init__(count=len(problems))


def _order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file or "", place.line, place.column) if place else ("", 0, 0)


class UnreadableDeclaration(CallerProblem):
    code = "unreadable_declaration"
    fr = "Ce fichier ne se lit pas : {why_fr}."
    en = "This file cannot be read: {why_en}."
    next_fr = "Corrigez le fichier à cet endroit."
    next_en = "Correct the file at that place."


class RefusedYaml(CallerProblem):
    """Valid YAML that reads as something else than what was meant."""

    code = "refused_yaml"
    fr = "{what_fr} : ce n'est pas accepté dans une déclaration."
    en = "{what_en}: this is not accepted in a declaration."
    next_fr = "Écrivez la valeur en toutes lettres à cet endroit."
    next_en = "Write the value out in full at that place."


class DuplicateKey(CallerProblem):
    code = "duplicate_key"
    fr = "« {key} » est écrit deux fois (déjà à la ligne {line})."
    en = '"{key}" is written twice (already on line {line}).'
    next_fr = "Gardez-en un seul."
    next_en = "Keep one of them."


class UnknownKey(CallerProblem):
    code = "unknown_key"
    fr = "« {key} » n'existe pas ici."
    en = '"{key}" does not exist here.'
    next_fr = "Ici, on peut écrire : {known}."
    next_en = "Here one may write: {known}."


class MissingKey(CallerProblem):
    code = "missing_key"
    fr = "Il manque « {key} »."
    en = '"{key}" is missing.'
    next_fr = "Ajoutez « {key} »."
    next_en = 'Add "{key}".'


class WrongShape(CallerProblem):
    code = "wrong_shape"
    fr = "« {key} » doit être {expected_fr}."
    en = '"{key}" must be {expected_en}.'
    next_fr = "Voyez l'exemple commenté : docs/reference/organisation-example.yaml."
    next_en = "See the commented example: docs/reference/organisation-example.yaml."


class InvalidValue(CallerProblem):
    code = "invalid_declared_value"
    fr = "« {value} » n'est pas {expected_fr}."
    en = '"{value}" is not {expected_en}.'
    next_fr = "Corrigez cette valeur."
    next_en = "Correct this value."


class UnknownChoice(CallerProblem):
    code = "unknown_choice"
    fr = "« {value} » n'est pas un choix possible."
    en = '"{value}" is not a possible choice.'
    next_fr = "Choisissez parmi : {known}."
    next_en = "Choose one of: {known}."


class ApprovalNotAccepted(CallerProblem):
    code = "approval_not_accepted"
    fr = "« {key} » ne s'écrit pas dans une déclaration : une convention y est toujours un projet."
    en = '"{key}" is not written in a declaration: an agreement in it is always a draft.'
    next_fr = "Retirez « {key} » : chaque partie signe elle-même, une personne à la fois."
    next_en = 'Remove "{key}": each party signs by itself, one person at a time.'


class OrganisationTwice(CallerProblem):
    code = "organisation_twice"
    fr = "L'organisme {siren} est déjà déclaré dans {file}."
    en = "Organisation {siren} is already declared in {file}."
    next_fr = "Un organisme tient dans un seul fichier."
    next_en = "An organisation is declared in one file."


class NotThisOrganisation(CallerProblem):
    code = "not_this_organisation"
    fr = "Cette adhésion ne concerne pas l'organisme {siren} de ce fichier."
    en = "This membership does not concern organisation {siren} of this file."
    next_fr = "Un fichier déclare les membres de son organisme, ou ses propres adhésions."
    next_en = "A file declares the members of its organisation, or its own memberships."


class NothingToDeclare(CallerProblem):
    code = "nothing_to_declare"
    fr = "Aucun fichier organisation.yaml n'a été trouvé dans : {paths}."
    en = "No organisation.yaml file was found in: {paths}."
    next_fr = "Donnez un fichier .yaml, ou un dossier qui en contient."
    next_en = "Give a .yaml file, or a folder that holds some."
