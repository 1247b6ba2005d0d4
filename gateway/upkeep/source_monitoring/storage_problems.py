"""Problems of a storage that a command or a page names."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, SourceProblem


class UnknownStorageHere(CallerProblem):
    code = "unknown_storage_here"
    fr = "Votre organisme n'a pas de stockage « {storage} »."
    en = 'Your organisation has no storage "{storage}".'
    next_fr = "Cherchez son nom avec « ./interco storage list »."
    next_en = 'Look for its name with "./interco storage list".'


class TooManyStorages(CallerProblem):
    code = "too_many_storages"
    fr = "Une requête interroge au plus {limit} stockages."
    en = "One request asks at most {limit} storages."
    next_fr = "Répartissez-les sur plusieurs requêtes."
    next_en = "Spread them over several requests."


class UnknownObject(CallerProblem):
    code = "unknown_object"
    fr = "Ce stockage ne montre rien qui s'appelle « {name} »."
    en = 'This storage shows nothing called "{name}".'
    next_fr = "Cherchez son nom avec « ./interco storage introspect » sans --object."
    next_en = 'Look for its name with "./interco storage introspect" without --object.'


class NothingToRead(SourceProblem):
    code = "nothing_to_read"
    fr = "La connexion aboutit, mais il n'y a rien que ce compte puisse lire."
    en = "The connection succeeds, but there is nothing that this account may read."
    next_fr = "Faites donner à ce compte le droit de lire (« instructions » dit quoi taper), ou déposez-y des fichiers."
    next_en = 'Have that account given the right to read ("instructions" says what to type), or put files there.'
