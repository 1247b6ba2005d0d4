"""Problems of the groups, arms and positions of a statement: no engine could bind it."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class SqlNotGrouped(CallerProblem):
    """`column` has several values in one group."""

    code = "sql_not_grouped"
    fr = "« {column} » a plusieurs valeurs dans un même groupe : la requête ne dit pas laquelle donner."
    en = '"{column}" has several values in one group: the query does not say which one to give.'
    next_fr = "Ajoutez « {column} » à GROUP BY, ou choisissez une valeur : max({column}), min({column}), count(*)… Pour garder chaque ligne, ôtez la fonction qui calcule sur un groupe."
    next_en = 'Add "{column}" to GROUP BY, or choose one value: max({column}), min({column}), count(*)… To keep each row, take out the function that computes over a group.'


class SqlMisplacedFunction(CallerProblem):
    """`what` computes over several rows, in a clause that reads one row at a time."""

    code = "sql_misplaced_function"
    fr = "« {what} » calcule sur plusieurs lignes, et {clause} n'en voit qu'une à la fois."
    en = '"{what}" computes over several rows, and {clause} sees one at a time.'
    next_fr = "{instead_fr}"
    next_en = "{instead_en}"


class SqlNestedFunction(CallerProblem):
    code = "sql_nested_function"
    fr = "« {what} » est à l'intérieur de « {around} » : l'une et l'autre calculent sur plusieurs lignes."
    en = '"{what}" is inside "{around}": both compute over several rows.'
    next_fr = "Calculez la première dans une requête, puis l'autre autour : SELECT {around}(n) FROM (SELECT {what}(…) AS n FROM … GROUP BY …)."
    next_en = "Compute the first in a query, then the other around it: SELECT {around}(n) FROM (SELECT {what}(…) AS n FROM … GROUP BY …)."


class SqlWidths(CallerProblem):
    code = "sql_widths"
    fr = "{what} réunit ici {left} colonnes et {right} colonnes."
    en = "{what} brings together {left} columns and {right} columns here."
    next_fr = (
        "Donnez autant de colonnes de chaque côté, dans le même ordre ; NULL pour ce qui manque."
    )
    next_en = "Give as many columns on each side, in the same order; NULL for what is missing."


class SqlPosition(CallerProblem):
    """`number` counts result columns from 1; `clause` is ORDER BY or GROUP BY."""

    code = "sql_position"
    fr = "{clause} {number} ne désigne aucune colonne : SELECT en donne {count}, comptées à partir de 1."
    en = "{clause} {number} names no column: SELECT gives {count}, counted from 1."
    next_fr = "Écrivez le numéro d'une colonne du résultat, ou son nom."
    next_en = "Write the number of a column of the result, or its name."


class SqlOrderOfDistinct(CallerProblem):
    code = "sql_order_of_distinct"
    fr = "SELECT DISTINCT ne garde pas « {column} », et ORDER BY ne peut donc pas s'en servir."
    en = 'SELECT DISTINCT does not keep "{column}", so ORDER BY cannot use it.'
    next_fr = "Ajoutez « {column} » à SELECT, ou ôtez DISTINCT et groupez : GROUP BY … ORDER BY max({column})."
    next_en = 'Add "{column}" to SELECT, or take out DISTINCT and group: GROUP BY … ORDER BY max({column}).'


class SqlSubqueryColumns(CallerProblem):
    code = "sql_subquery_columns"
    fr = "Cette sous-requête sert de valeur et donne {count} colonne(s) : il en faut {wanted}."
    en = "This subquery stands for a value and gives {count} column(s): {wanted} needed."
    next_fr = "Gardez dans son SELECT autant de colonnes qu'il en faut ; pour plusieurs conditions : EXISTS (SELECT 1 FROM … WHERE a = b AND c = d)."
    next_en = "Keep in its SELECT as many columns as are needed; for several conditions: EXISTS (SELECT 1 FROM … WHERE a = b AND c = d)."


class SqlRecursive(CallerProblem):
    code = "sql_recursive"
    fr = "« {name} » se lit elle-même : une requête récursive ne s'exécute pas ici."
    en = '"{name}" reads itself: a recursive query does not run here.'
    next_fr = "Pour une suite de jours ou de nombres : UNNEST(sequence(1, 12)). Pour des niveaux, joignez la table à elle-même autant de fois qu'il y a de niveaux."
    next_en = "For a series of days or numbers: UNNEST(sequence(1, 12)). For levels, join the table to itself as many times as there are levels."
