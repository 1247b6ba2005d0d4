"""Problems of a statement in PostgreSQL's dialect, told before anything runs."""

from __future__ import annotations

from catalog.model.problem import CallerProblem
from federation.postgresql.kinds import Kind

_SEE_FR = "La page « PostgreSQL » de la documentation dit ce qui se lit par cette porte."
_SEE_EN = "The documentation's page “PostgreSQL” says what is read through this door."


class PostgresqlNotHere(CallerProblem):
    """`what` names it: it would mean something else on our engines, or means nothing here."""

    code = "postgresql_not_here"
    fr = "« {what} » n'est pas pris en charge par la porte PostgreSQL."
    en = '"{what}" is not supported through the PostgreSQL door.'
    next_fr = "Écrivez plutôt, par exemple : {instead}. " + _SEE_FR
    next_en = "Write instead, such as: {instead}. " + _SEE_EN


class PostgresqlLiteral(CallerProblem):
    """A text of a statement that is no value of the type that it stands for."""

    code = "postgresql_literal"
    fr = "Le texte donné pour une valeur de type {type} n'en est pas une ici."
    en = "The text given for a value of type {type} is not one here."
    next_fr = "Écrivez-la ainsi : {instead}."
    next_en = "Write it like this: {instead}."


def kind_name(kind: Kind | None) -> str:
    return "…" if kind is None else kind.value


def not_here(what: str, instead: str = "SELECT … FROM organisme.jeu") -> PostgresqlNotHere:
    return PostgresqlNotHere(what=what[:60], instead=instead)
