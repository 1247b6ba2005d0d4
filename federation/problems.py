"""Problems of the federation: queries it cannot write for an engine, sources that fail."""

from __future__ import annotations

from catalog.model.problem import (
    CallerProblem,
    DeniedProblem,
    OperatorProblem,
    Problem,
    SourceProblem,
)


class NotTranslatable(CallerProblem):
    """`what` names the construct, in Trino's words; never a value."""

    code = "not_translatable"
    fr = "La requête utilise « {what} », qui ne donnerait pas le même résultat partout."
    en = 'The query uses "{what}", which would not give the same result everywhere.'
    next_fr = "Écrivez la requête sans cette construction."
    next_en = "Write the query without it."


class SourceFailed(SourceProblem):
    """The one run-time problem, whatever the source said: its words could tell hidden rows."""

    code = "source_failed"
    fr = "Le stockage de données n'a pas pu répondre à cette requête."
    en = "The data storage could not answer this query."
    next_fr = "Réessayez ; si cela continue, signalez-le avec la référence de la requête."
    next_en = "Try again; if it goes on, report it with the reference of the request."

    def __init__(self, cause: Problem | None = None) -> None:
        super().__init__()
        self.cause = cause


class ExpressionFailed(CallerProblem):
    """An expression of the caller's met a value that it has no result for: on rows that are shown
    alone, for nothing that may fail is evaluated on a hidden one. The value is never told.
    """

    code = "expression_failed"
    fr = "Une expression de votre requête a échoué sur une ligne que vous voyez : un texte que CAST ne sait pas lire, un nombre ou une date hors de portée, ou une sous-requête qui donne plusieurs lignes là où une seule valeur est attendue."
    en = "An expression of your query failed on a row that you see: a text that CAST cannot read, a number or a day out of range, or a subquery that gives several rows where one value is expected."
    next_fr = "En SQL, TRY_CAST(… AS …) donne NULL au lieu d'échouer ; CAST(… AS double) ou AS decimal(38, 2) agrandit un nombre avant une somme ou un produit ; max(…) ou LIMIT 1 garde une ligne d'une sous-requête. Écartez au besoin ces lignes par WHERE."
    next_en = "In SQL, TRY_CAST(… AS …) gives NULL instead of failing; CAST(… AS double) or AS decimal(38, 2) makes a number larger before a sum or a product; max(…) or LIMIT 1 keeps one row of a subquery. Leave such rows out by WHERE where needed."


class SourceUnreachable(SourceProblem):
    code = "source_unreachable"
    status = 503
    fr = "Le stockage de données ne répond pas pour le moment."
    en = "The data storage does not answer at the moment."
    next_fr = "Réessayez dans quelques minutes."
    next_en = "Try again in a few minutes."


class SourceTimeout(SourceProblem):
    code = "source_timeout"
    status = 504
    fr = "La requête a dépassé le temps permis ({timeout_s} s) et a été arrêtée."
    en = "The query took longer than the time allowed ({timeout_s} s) and was stopped."
    next_fr = "Demandez moins de lignes ou une période plus courte."
    next_en = "Ask for fewer rows or a shorter period."


class SourceOverloaded(SourceProblem):
    code = "source_overloaded"
    status = 503
    fr = "La requête demande plus de ressources que le moteur n'en accorde."
    en = "The query asks for more resources than the engine grants."
    next_fr = "Demandez moins de lignes, ou regroupez-les par une clé moins fine."
    next_en = "Ask for fewer rows, or group them by a coarser key."


class QueriesStillEnding(CallerProblem):
    """Nobody waits for them any more, and their threads go on: no more are begun meanwhile."""

    code = "queries_still_ending"
    status = 429
    retry_after_s = 10
    fr = "{count} requêtes {whose_fr} ont été arrêtées et n'ont pas encore pris fin."
    en = "{count} queries {whose_en} were stopped and have not ended yet."
    next_fr = (
        "Attendez quelques instants, puis recommencez avec une requête plus simple ;"
        " si cela dure, donnez la référence de la requête à l'exploitant."
    )
    next_en = (
        "Wait a few moments, then try again with a simpler query; if it lasts, give the operator"
        " the request's reference."
    )


class TooManyRows(CallerProblem):
    """More rows than one slice may hold: refused, never cut."""

    code = "too_many_rows"
    fr = "La réponse dépasse {max_rows} lignes."
    en = "The answer is longer than {max_rows} rows."
    next_fr = (
        "Demandez moins de lignes (« first », ou LIMIT en SQL), filtrez davantage,"
        " ou prenez-les en plusieurs fois."
    )
    next_en = (
        "Ask for fewer rows (“first”, or LIMIT in SQL), filter more, or take them in several goes."
    )


class ValuesBeyondRows(CallerProblem):
    """Rows that hold the values of several: as many values as the allowed rows have, no more."""

    code = "values_beyond_rows"
    fr = (
        "Une convention permet {allowed} lignes de « {dataset} » par requête, soit {most} valeurs ;"
        " chaque ligne de cette réponse en porte {values} : elle peut en avoir {max_rows}."
    )
    en = (
        'An agreement allows {allowed} rows of "{dataset}" in a query, which hold {most} values;'
        " each row of this answer holds {values}: it may have {max_rows}."
    )
    next_fr = (
        "Demandez moins de colonnes ou de lignes ; « lead », « lag », une jointure du jeu avec"
        " lui-même et « listagg » mettent plusieurs lignes en une."
    )
    next_en = (
        "Ask for fewer columns or rows; “lead”, “lag”, a join of the dataset with itself and"
        " “listagg” put several rows into one."
    )


class TooManyBytes(CallerProblem):
    """A larger answer than may be held, or than may leave: refused, never cut."""

    code = "too_many_bytes"
    fr = "La réponse dépasse {megabytes} Mo."
    en = "The answer is larger than {megabytes} MB."
    next_fr = (
        "Demandez moins de colonnes ou de lignes, filtrez davantage, ou prenez-la en SQL,"
        " qui donne les grandes réponses au fil de leur lecture."
    )
    next_en = (
        "Ask for fewer columns or rows, filter more, or take it in SQL, which gives large answers"
        " as they are read."
    )


class UnboundDecision(OperatorProblem):
    """The decision names what the catalog does not know: nothing of it is used."""

    code = "unbound_decision"
    fr = "La décision d'accès ne correspond pas au catalogue ; rien n'a été lu."
    en = "The access decision does not fit the catalog; nothing was read."
    next_fr = "Réessayez ; si cela continue, donnez la référence de la requête à l'exploitant."
    next_en = "Try again; if it goes on, give the operator the request's reference."


class UngovernedPlan(OperatorProblem):
    """The last check found a plan that could read more than was granted: it never runs."""

    code = "ungoverned_plan"
    status = 500
    fr = "La requête a été arrêtée par un contrôle de sûreté ; rien n'a été lu."
    en = "The query was stopped by a safety check; nothing was read."
    next_fr = "Donnez la référence de la requête à l'exploitant : l'erreur est de notre côté."
    next_en = "Give the operator the request's reference: the error is on our side."


class UnsupportedTextFormat(OperatorProblem):
    code = "unsupported_text_format"
    status = 500
    fr = "Le format de texte déclaré pour une colonne n'est pas pris en charge ; rien n'a été lu."
    en = "The text format declared for a column is not supported; nothing was read."
    next_fr = "Le gestionnaire du jeu de données doit corriger la déclaration de ses colonnes."
    next_en = "The dataset's steward must correct the declaration of its columns."


class NoEngine(OperatorProblem):
    code = "no_engine"
    fr = "Aucun moteur de cette installation ne peut lire ensemble les stockages demandés."
    en = "No engine of this installation can read the storages asked for together."
    next_fr = "Interrogez ces jeux de données séparément, ou demandez à l'exploitant d'activer le moteur intégré."
    next_en = "Query these datasets separately, or ask the operator to enable the embedded engine."


class ScopeTooLarge(OperatorProblem):
    code = "scope_too_large"
    status = 422
    fr = "Le territoire de la convention compte {codes} codes de communes, au-delà des {limit} permis."
    en = "The agreement's territory lists {codes} commune codes, more than the {limit} allowed."
    next_fr = "Demandez à l'exploitant de relever cette limite."
    next_en = "Ask the operator to raise this limit."


class TooManyCommunes(CallerProblem):
    code = "too_many_communes"
    fr = "Les noms de plus de {limit} communes seraient nécessaires pour répondre."
    en = "The names of more than {limit} communes would be needed to answer."
    next_fr = "Triez ou groupez par le code de la commune plutôt que par son nom."
    next_en = "Sort or group by the commune's code rather than by its name."


class UnsupportedQuery(CallerProblem):
    """`what` names the construct, never a value."""

    code = "unsupported_query"
    fr = "La requête utilise « {what} », qui n'est pas permis ici."
    en = 'The query uses "{what}", which is not allowed here.'
    next_fr = (
        "Écrivez la requête sans cette construction ; la documentation liste ce qui est permis."
    )
    next_en = "Write the query without it; the documentation lists what is allowed."


class QueryTooComplex(CallerProblem):
    code = "query_too_complex"
    fr = "La requête compte plus de {limit} éléments ou d'imbrications."
    en = "The query has more than {limit} elements or levels."
    next_fr = "Coupez-la en plusieurs requêtes plus simples."
    next_en = "Split it into several simpler queries."


class UnknownDataset(CallerProblem):
    """Also what a dataset that may not be discovered answers, byte for byte."""

    code = "unknown_dataset"
    fr = "Il n'existe pas de jeu de données « {dataset} »."
    en = 'There is no dataset "{dataset}".'
    next_fr = "Vérifiez son nom dans le catalogue, précédé de celui de l'organisme."
    next_en = "Check its name in the catalog, preceded by that of the organisation."


class UnknownColumn(CallerProblem):
    code = "unknown_column"
    fr = "« {dataset} » n'a pas de colonne « {column} »."
    en = '"{dataset}" has no column "{column}".'
    next_fr = "Vérifiez le nom de la colonne dans le catalogue, ou par DESCRIBE."
    next_en = "Check the column's name in the catalog, or by DESCRIBE."


class AmbiguousColumn(CallerProblem):
    code = "ambiguous_column"
    fr = "La colonne « {column} » existe dans plusieurs des sources de la requête."
    en = 'The column "{column}" exists in several of the query\'s sources.'
    next_fr = "Faites précéder son nom de celui de la source, par exemple « c.{column} »."
    next_en = 'Put the name of the source before it, such as "c.{column}".'


class AmbiguousSource(CallerProblem):
    code = "ambiguous_source"
    fr = "Deux sources de la requête portent le nom « {source} »."
    en = 'Two sources of the query bear the name "{source}".'
    next_fr = "Donnez à chacune un alias différent."
    next_en = "Give each a different alias."


class InvalidValue(CallerProblem):
    """`path` is where the value comes from: `$where.dateCollecte.gte`."""

    code = "invalid_value"
    fr = "La valeur de {path_fr} n'est pas du type attendu ({expected_fr})."
    en = "The value of {path_en} is not of the expected type ({expected_en})."
    next_fr = "Corrigez cette valeur, puis recommencez."
    next_en = "Correct this value and try again."


class InvalidCursor(CallerProblem):
    code = "invalid_cursor"
    fr = "Le curseur « after » ne correspond pas à cette requête."
    en = 'The cursor "after" does not belong to this query.'
    next_fr = (
        "Utilisez le « endCursor » de la page précédente de la même requête, ou repartez du début."
    )
    next_en = (
        'Use the "endCursor" of the previous page of the same query, or start from the beginning.'
    )


class ColumnNotGranted(DeniedProblem):
    code = "column_not_granted"
    fr = "La colonne « {column} » de « {dataset} » ne vous est pas ouverte."
    en = 'The column "{column}" of "{dataset}" is not open to you.'
    next_fr = "Retirez-la de la requête, ou demandez au propriétaire un avenant à la convention."
    next_en = "Remove it from the query, or ask the owner for an amendment to the agreement."


class UnitRequired(DeniedProblem):
    """A unitary agreement gives the rows of one unit, which the query must name."""

    code = "unit_required"
    fr = "« {dataset} » ne vous est ouvert que dossier par dossier : la requête doit désigner une seule unité."
    en = '"{dataset}" is open to you case by case only: the query must name one unit.'
    next_fr = "Ajoutez à « where » une égalité sur « {column} » (eq), hors de tout OR et de tout NOT, et l'en-tête Interco-File-Reference."
    next_en = 'Add to "where" an equality on "{column}" (eq), outside any OR or NOT, and the header Interco-File-Reference.'


class FileReferenceRequired(DeniedProblem):
    code = "file_reference_required"
    fr = "« {dataset} » ne vous est ouvert que pour traiter un dossier, dont la référence manque."
    en = '"{dataset}" is open to you only to treat a file, whose reference is missing.'
    next_fr = (
        "Donnez la référence du dossier dans l'en-tête Interco-File-Reference (1 à 100 caractères)."
    )
    next_en = (
        "Give the file's reference in the header Interco-File-Reference (1 to 100 characters)."
    )


class OneUnitOnly(CallerProblem):
    code = "one_unit_only"
    fr = "La requête désigne plusieurs unités de « {dataset} », qui ne vous est ouvert que dossier par dossier."
    en = 'The query names several units of "{dataset}", which is open to you case by case only.'
    next_fr = "Posez une requête par unité, chacune avec la référence de son dossier."
    next_en = "Send one query a unit, each with the reference of its file."


class CombinationNotAgreed(DeniedProblem):
    code = "combination_not_agreed"
    fr = "La convention {agreement}, qui vous ouvre « {dataset} », ne permet pas de le croiser avec « {other} »."
    en = 'The agreement {agreement}, which opens "{dataset}" to you, does not allow it to be combined with "{other}".'
    next_fr = (
        "Interrogez-les séparément, ou additionnez-les : les lignes de jeux sans données personnelles "
        "s'empilent par UNION ALL, puis se groupent (SUM, COUNT, MIN, MAX, AVG, MEDIAN), sans jointure, "
        "sous-requête, fenêtre ni DISTINCT. Pour les croiser, demandez à son propriétaire un avenant "
        "dont « combine » nomme « {other} »."
    )
    next_en = (
        "Query them separately, or add them up: rows of datasets without personal data may be stacked "
        "by UNION ALL, then grouped (SUM, COUNT, MIN, MAX, AVG, MEDIAN), without a join, a subquery, a "
        'window or DISTINCT. To combine them, ask its owner for an amendment whose "combine" names "{other}".'
    )


class HashesNotComparable(CallerProblem):
    """Two agreements hash under two keys: equal values are never equal hashes."""

    code = "hashes_not_comparable"
    fr = "« {column} » est pseudonymisée sous une clé que « {other} » n'a pas : les comparer n'aurait pas de sens."
    en = '"{column}" is pseudonymised under a key that "{other}" does not have: comparing them would mean nothing.'
    next_fr = (
        "Comparez-les à des valeurs, ou demandez au propriétaire d'ouvrir cette colonne en clair."
    )
    next_en = "Compare them with values, or ask the owner to open this column in clear."


class AggregateOnly(DeniedProblem):
    code = "aggregate_only"
    fr = "« {dataset} » ne vous est ouvert que pour des agrégats, que cette version ne calcule pas encore."
    en = '"{dataset}" is open to you for aggregates only, which this version does not compute yet.'
    next_fr = "Demandez au propriétaire un accès au détail, ou attendez une version qui calcule ces agrégats."
    next_en = "Ask the owner for access to the detail, or wait for a version that computes these aggregates."


class SourceChanged(SourceProblem):
    code = "source_changed"
    fr = "La source ne ressemble plus à ce qui a été déclaré : « {column} » n'a plus le type attendu."
    en = 'The source no longer looks like what was declared: "{column}" no longer has the expected type.'
    next_fr = "Prévenez le propriétaire des données : il doit déclarer ce jeu de données à nouveau."
    next_en = "Tell the owner of the data: this dataset must be declared again."


class SourceColumnGone(SourceProblem):
    """Told to whoever used the column, which was granted: nothing is revealed by naming it."""

    code = "source_column_gone"
    fr = "« {dataset} » n'a plus de colonne « {column} » à la source : elle a été retirée ou renommée."
    en = '"{dataset}" has no column "{column}" at its source any more: it was removed or renamed.'
    next_fr = "Retirez-la de la requête, et prévenez le propriétaire : il doit déclarer ce jeu de données à nouveau."
    next_en = "Remove it from the query, and tell the owner: this dataset must be declared again."


class SourceColumnChanged(SourceProblem):
    code = "source_column_changed"
    fr = "La colonne « {column} » de « {dataset} » n'a plus, à la source, le type ou la place qui sont déclarés."
    en = 'The column "{column}" of "{dataset}" no longer has, at its source, the type or the place that are declared.'
    next_fr = "Retirez-la de la requête, et prévenez le propriétaire : il doit déclarer ce jeu de données à nouveau."
    next_en = "Remove it from the query, and tell the owner: this dataset must be declared again."


class SourceObjectChanged(SourceProblem):
    """The object is gone, or what changed is not the reader's to know: a column of a condition."""

    code = "source_object_changed"
    fr = "La source de « {dataset} » a disparu ou ne ressemble plus à ce qui a été déclaré."
    en = 'The source of "{dataset}" is gone or no longer looks like what was declared.'
    next_fr = "Prévenez le propriétaire des données : il doit déclarer ce jeu de données à nouveau."
    next_en = "Tell the owner of the data: this dataset must be declared again."


class SourceDown(SourceProblem):
    """Answered at once, without asking a storage that is known not to answer."""

    code = "source_down"
    status = 503
    fr = "Le stockage de « {dataset} » ne répond plus depuis le {since_fr}."
    en = 'The storage of "{dataset}" has not answered since {since_en}.'
    next_fr = "Réessayez dans quelques minutes : il est essayé de nouveau sans cesse. Le reste de la réponse ne dépend pas de lui."
    next_en = "Try again in a few minutes: it is tried again all the time. The rest of the answer does not depend on it."
