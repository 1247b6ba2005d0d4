"""Names of a statement that no column bears, and that mean something else: it is told which."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class NameOfAResult(CallerProblem):
    """`alias` names a column of the result, which WHERE, GROUP BY and other columns do not see."""

    code = "sql_name_of_a_result"
    fr = "« {alias} » est le nom d'une colonne du résultat : seul ORDER BY le connaît."
    en = '"{alias}" is the name of a column of the result: ORDER BY alone knows it.'
    next_fr = "Écrivez à sa place le calcul que SELECT nomme ainsi. Dans GROUP BY, son numéro suffit : GROUP BY {number}. Sinon, mettez une requête autour : SELECT … FROM (SELECT … AS {alias} FROM …) WHERE {alias} …"
    next_en = "Write in its place what SELECT computes under it. In GROUP BY its number is enough: GROUP BY {number}. Or put a query around it: SELECT … FROM (SELECT … AS {alias} FROM …) WHERE {alias} …"


class NameGivenTwice(CallerProblem):
    """Of one query: two of its columns are called `name`."""

    code = "sql_name_given_twice"
    fr = "« {name} » est le nom de deux colonnes d'une même requête : rien ne dit laquelle est voulue."
    en = '"{name}" is the name of two columns of one query: nothing says which one is meant.'
    next_fr = "Donnez à chacune son nom : SELECT a AS {name}, b AS {name}_2."
    next_en = "Give each its own name: SELECT a AS {name}, b AS {name}_2."


class UnknownSource(CallerProblem):
    """`sources` are the names that the tables bear at that place."""

    code = "sql_unknown_source"
    fr = "Aucune table de la requête ne porte ici le nom « {source} »."
    en = 'No table of the query bears the name "{source}" here.'
    next_fr = "Écrivez le nom de la table comme dans FROM, ou son alias : {sources}."
    next_en = "Write the table's name as in FROM, or its alias: {sources}."


class TextInDoubleQuotes(CallerProblem):
    code = "sql_text_in_double_quotes"
    fr = "« {text} » est entre guillemets droits : c'est le nom d'une colonne, et aucune ne s'appelle ainsi."
    en = '"{text}" stands in double quotes: that is the name of a column, and none has it.'
    next_fr = "Mettez un texte entre apostrophes : '{text}'. Pour une colonne, vérifiez son nom par DESCRIBE."
    next_en = "Put a text in single quotes: '{text}'. For a column, check its name by DESCRIBE."


class UnknownCommonColumn(CallerProblem):
    """Of USING: `column` is not on both sides."""

    code = "sql_using"
    fr = "USING demande une colonne des deux côtés, et « {column} » n'est pas de l'un d'eux."
    en = 'USING asks for a column on both sides, and "{column}" is not on one of them.'
    next_fr = (
        "Écrivez l'égalité : JOIN b ON a.code_commune = b.code. DESCRIBE énumère les colonnes."
    )
    next_en = "Write the equality: JOIN b ON a.code_commune = b.code. DESCRIBE lists the columns."
