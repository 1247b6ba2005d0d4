"""Problems of a request for a machine's key."""

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


class KeyNeedsNoConfirmation(CallerProblem):
    code = "key_needs_no_confirmation"
    fr = "La clé « {key} » n'attend aucune confirmation."
    en = 'The key "{key}" awaits no confirmation.'
    next_fr = "Rien n'est à faire : elle sert jusqu'à son dernier jour."
    next_en = "There is nothing to do: it serves until its last day."


class KeyEndedUnconfirmed(CallerProblem):
    code = "key_ended_unconfirmed"
    fr = "La clé « {key} » a pris fin : personne ne l'a confirmée à temps."
    en = 'The key "{key}" has ended: nobody confirmed it in time.'
    next_fr = "Faites une nouvelle clé pour ce logiciel, puis révoquez celle-ci."
    next_en = "Make a new key for this software, then revoke this one."
