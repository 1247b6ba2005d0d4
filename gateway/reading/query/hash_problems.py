"""Problems of documents named by their hash, in the words that clients of this protocol know."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, ClientWords


class PersistedQueryNotFound(CallerProblem):
    code = "persisted_query_not_found"
    client_words = ClientWords("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    fr = "La passerelle n'a pas, de votre part, de document qui ait cette empreinte."
    en = "The gateway has no document of yours with this hash."
    next_fr = "Envoyez le texte du document avec son empreinte ; vos clients Apollo, urql et Relay le font d'eux-mêmes."
    next_en = "Send the text of the document with its hash; Apollo, urql and Relay clients do so by themselves."


class PersistedQueryNotSupported(CallerProblem):
    code = "persisted_query_not_supported"
    client_words = ClientWords("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    fr = "Sans jeton ni session, la passerelle ne garde aucun document par son empreinte."
    en = "Without a token or a session, the gateway keeps no document by its hash."
    next_fr = "Envoyez le texte du document, ou présentez un jeton."
    next_en = "Send the text of the document, or present a token."


class OtherDocumentHash(CallerProblem):
    code = "other_document_hash"
    fr = "L'empreinte envoyée (sha256Hash) n'est pas celle du document envoyé avec elle."
    en = "The hash that was sent (sha256Hash) is not that of the document sent beside it."
    next_fr = (
        "Calculez le SHA-256 du texte exact de « query », en UTF-8, ou retirez « persistedQuery »."
    )
    next_en = (
        'Compute the SHA-256 of the exact text of "query", in UTF-8, or leave out "persistedQuery".'
    )
