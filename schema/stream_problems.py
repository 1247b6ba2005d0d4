"""Problems of what is asked as a stream, or in pieces: what to write instead stands in each."""

from __future__ import annotations

from catalog.model.problem import CallerProblem
from schema.problems import DocumentProblem


class NoSubscriptions(DocumentProblem):
    code = "no_subscriptions"
    fr = "Un abonnement (subscription) se reçoit comme un flux, que cette requête ne demande pas."
    en = "A subscription comes as a stream, which this request does not ask for."
    next_fr = (
        "Envoyez le même document avec l'en-tête Accept: text/event-stream (bibliothèque"
        " graphql-sse, une connexion pour chaque abonnement) ; le champ est datasetChanged."
    )
    next_en = (
        "Send the same document with the header Accept: text/event-stream (the library"
        " graphql-sse, one connection for each subscription); the field is datasetChanged."
    )


class OneStreamField(DocumentProblem):
    code = "one_stream_field"
    fr = "Un abonnement a un seul champ à sa racine, sans alias répété ni introspection."
    en = "A subscription has a single root field, neither repeated under aliases nor introspection."
    next_fr = "Écrivez subscription {{ datasetChanged(datasets: […]) {{ dataset at }} }}, avec tous les jeux de données dans la liste."
    next_en = "Write subscription {{ datasetChanged(datasets: […]) {{ dataset at }} }}, all datasets in the list."


class AnswersInPieces(DocumentProblem):
    code = "answers_in_pieces"
    fr = "Une réponse vient entière : « @{directive} » ne peut pas la couper en morceaux."
    en = 'An answer comes whole: "@{directive}" cannot cut it into pieces.'
    next_fr = "Retirez la directive ; pour une première partie plus vite, demandez moins de lignes (first, after) ou posez deux requêtes."
    next_en = "Leave out the directive; for a first part sooner, ask for fewer rows (first, after) or send two requests."


class NoLiveQueries(DocumentProblem):
    code = "no_live_queries"
    fr = "Une requête est répondue une fois : « @live » ne la garde pas ouverte."
    en = 'A query is answered once: "@live" does not keep it open.'
    next_fr = "Abonnez-vous à datasetChanged, qui dit qu'une nouvelle version est arrivée, puis posez la requête à nouveau."
    next_en = "Subscribe to datasetChanged, which says that a new version came, then send the query again."


class NoLists(CallerProblem):
    code = "no_lists_of_operations"
    fr = "La requête est une liste d'opérations : chaque requête en porte une seule."
    en = "The request is a list of operations: each request carries a single one."
    next_fr = "Envoyez chaque opération dans sa propre requête, ou plusieurs champs dans un même document."
    next_en = "Send each operation in a request of its own, or several fields in one document."
