"""Problems that a machine with a key is told."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem


class KeyFromElsewhere(DeniedProblem):
    code = "key_from_elsewhere"
    fr = "La clé « {key} » ne sert pas depuis cette adresse."
    en = 'The key "{key}" does not serve from this address.'
    next_fr = "Utilisez-la depuis l'un de ses réseaux, ou demandez-en une autre à votre référent."
    next_en = "Use it from one of its networks, or ask your steward for another one."


class KeyOutsideScope(DeniedProblem):
    code = "key_outside_scope"
    fr = "Cette clé n'est pas faite pour cela : {what}."
    en = "This key is not made for this: {what}."
    next_fr = "Elle sert pour : {allowed}. Demandez-en une autre à votre référent s'il le faut."
    next_en = "It is for: {allowed}. Ask your steward for another one if need be."


class KeyForOtherDocuments(DeniedProblem):
    code = "key_for_other_documents"
    fr = "Cette clé n'envoie que les documents enregistrés pour lesquels elle est faite : ce texte n'en est pas."
    en = "This key sends only the saved documents that it is made for: this text is none of them."
    next_fr = "Envoyez l'un de ces documents, à la lettre près ou par son nom (documentId), ou demandez une autre clé à votre référent."
    next_en = "Send one of these documents, to the letter or by its name (documentId), or ask your steward for another key."


class KeyReadsOnly(DeniedProblem):
    code = "key_reads_only"
    fr = "Une clé lit des données : elle ne demande pas « {field} »."
    en = 'A key reads data: it does not ask for "{field}".'
    next_fr = "Faites-le demander par une personne."
    next_en = "Have a person ask for it."


class KeyNotUnderMandate(DeniedProblem):
    code = "key_not_under_mandate"
    fr = "Une clé lit pour son propre organisme, jamais sous un mandat."
    en = "A key reads for its own organisation, never under a mandate."
    next_fr = "Retirez l'en-tête Interco-On-Behalf-Of."
    next_en = "Remove the Interco-On-Behalf-Of header."


class KeyInAddress(CallerProblem):
    """The key is not read, let alone repeated."""

    code = "key_in_address"
    fr = (
        "Une clé est écrite dans l'adresse de la requête, que les journaux de chaque relais"
        " gardent."
    )
    en = "A key stands in the address of the request, which the logs of every relay keep."
    next_fr = "Révoquez cette clé, faites-en une autre, et envoyez-la dans l'en-tête Authorization."
    next_en = "Revoke this key, make another one, and send it in the Authorization header."
