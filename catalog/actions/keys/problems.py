"""What may be wrong with the key of a machine that is asked for."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class KeyRefused(CallerProblem):
    code = "key_refused"
    fr = "Cette clé ne peut pas être faite : {why_fr}."
    en = "This key cannot be made: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."


class UnknownKeyDataset(CallerProblem):
    """The same for what the body may not know of as for what there is not."""

    code = "unknown_key_dataset"
    fr = "Votre organisme ne connaît pas de jeu de données « {dataset} »."
    en = 'Your organisation knows no dataset "{dataset}".'
    next_fr = "Écrivez-le « organisme.jeu », tel que le catalogue le nomme."
    next_en = "Write it `organisation.dataset`, as the catalog names it."


class UnknownKey(CallerProblem):
    code = "unknown_machine_key"
    status = 404
    fr = "Votre organisme n'a pas de clé « {key} » en service."
    en = 'Your organisation has no key "{key}" in use.'
    next_fr = "Voyez celles qu'il a : ./interco key list."
    next_en = "See those that it has: ./interco key list."
