"""Problems of a statement in SQL, with their place in its text; told before anything runs."""

from __future__ import annotations

from catalog.model.problem import CallerProblem

_SEE_FR = "La page « SQL » de la documentation dit ce qui est permis, avec des exemples."
_SEE_EN = "The documentation's page “SQL” says what is allowed, with examples."


class SqlSyntax(CallerProblem):
    """`found` is a word of the statement, never one of its literals."""

    code = "sql_syntax"
    fr = "Ce n'est pas du SQL bien formé : {found} est inattendu ici."
    en = "This is not well-formed SQL: {found_en} is unexpected here."
    next_fr = "Vérifiez les mots, les parenthèses et les virgules à cet endroit. " + _SEE_FR
    next_en = "Check the words, the parentheses and the commas at that place. " + _SEE_EN


class SqlUnfinished(CallerProblem):
    """Opened at its place and never closed: a text, a quoted name, a comment, a parenthesis."""

    code = "sql_unfinished"
    fr = "{what_fr} commence ici et ne finit pas."
    en = "{what_en} begins here and does not end."
    next_fr = "Fermez-le, ou doublez l'apostrophe qui fait partie d'un texte : 'l''eau'."
    next_en = "Close it, or double the quote that belongs to a text: 'l''eau'."


class SqlCharacter(CallerProblem):
    """One that reads like another: it could mean one thing to a person, another to an engine."""

    code = "sql_character"
    fr = "Le caractère {character} n'a pas sa place ici."
    en = "The character {character} has no place here."
    next_fr = "Remplacez-le : une espace simple entre les mots, des apostrophes droites autour des textes, des guillemets droits autour d'un nom accentué."
    next_en = "Replace it: plain spaces between words, straight single quotes around texts, straight double quotes around a name with accents."


class SqlProduct(CallerProblem):
    """`count` tables of one query, some of which no equality relates to the others."""

    code = "sql_product"
    fr = "La requête multiplie des tables que rien ne relie : chaque ligne de l'une avec chaque ligne des autres ({count} tables)."
    en = "The query multiplies tables that nothing relates: each row of one with each row of the others ({count} tables)."
    next_fr = "Reliez-les par une égalité (JOIN … ON a.code = b.code), ou réduisez-les d'abord, par une somme, un groupe ou LIMIT."
    next_en = "Relate them by an equality (JOIN … ON a.code = b.code), or reduce them first, by a sum, a group or LIMIT."


class SqlConstruct(CallerProblem):
    """`what` names it; what it would mean could differ between engines, or go round a rule."""

    code = "sql_construct"
    fr = "La requête SQL utilise « {what} », qui n'est pas permis ici."
    en = 'The SQL query uses "{what}", which is not allowed here.'
    next_fr = "Écrivez-la sans cette construction. " + _SEE_FR
    next_en = "Write it without this construct. " + _SEE_EN


class SqlWrittenOtherwise(CallerProblem):
    """`what` is another dialect's, or means another thing on each engine; `instead` is SQL."""

    code = "sql_written_otherwise"
    fr = "« {what} » s'écrit autrement ici."
    en = '"{what}" is written otherwise here.'
    next_fr = "Écrivez plutôt, par exemple : {instead}. " + _SEE_FR
    next_en = "Write instead, such as: {instead}. " + _SEE_EN


class SqlArgument(CallerProblem):
    code = "sql_argument"
    fr = "« {what} » attend {expected_fr}, et reçoit ici {found}."
    en = '"{what}" takes {expected_en}, and is given {found} here.'
    next_fr = "Convertissez ce qui est donné, par CAST(… AS …), ou choisissez une autre fonction."
    next_en = "Convert what is given, by CAST(… AS …), or choose another function."


class SqlForm(CallerProblem):
    code = "sql_form"
    fr = "« {what} » s'écrit ici avec {expected_fr}."
    en = '"{what}" is written here with {expected_en}.'
    next_fr = "Écrivez-le ainsi, à l'endroit indiqué."
    next_en = "Write it so, at that place."


class SqlPattern(CallerProblem):
    """`construct` is a sign or two of a pattern, at its character `at`, from 1."""

    code = "sql_pattern"
    fr = "Le motif de « {what} » emploie « {construct} » (son caractère {at}), qui n'est pas permis ici : un motif veut dire la même chose partout, et se lit en une fois."
    en = 'The pattern of "{what}" uses "{construct}" (its character {at}), which is not allowed here: a pattern means the same everywhere, and is read in one go.'
    next_fr = "Écrivez plutôt : {instead_fr}. " + _SEE_FR
    next_en = "Write instead: {instead_en}. " + _SEE_EN


class SqlStatement(CallerProblem):
    code = "sql_statement"
    fr = "Une instruction {what} ne s'exécute pas ici : on peut lire (SELECT) et consulter le catalogue (SHOW, DESCRIBE)."
    en = "A statement {what} does not run here: one may read (SELECT) and look at the catalog (SHOW, DESCRIBE)."
    next_fr = "Écrivez une requête qui commence par SELECT ou WITH."
    next_en = "Write a query that begins with SELECT or WITH."


class SqlExplain(CallerProblem):
    code = "sql_explain"
    fr = "EXPLAIN ne s'exécute pas ici : ce qu'une requête lirait, où et sous quelle convention, se demande à « explain »."
    en = "EXPLAIN does not run here: what a query would read, where and under which agreement, is asked of “explain”."
    next_fr = "Posez la requête sans EXPLAIN, puis « interco explain » avec la référence de sa réponse (en-tête Interco-Request-Id)."
    next_en = "Send the query without EXPLAIN, then “interco explain” with the reference of its answer (header Interco-Request-Id)."


class SqlSeveralStatements(CallerProblem):
    code = "sql_several_statements"
    fr = "Il y a plus d'une instruction : la deuxième commence ici."
    en = "There is more than one statement: the second begins here."
    next_fr = "Envoyez-les une par une."
    next_en = "Send them one by one."


class SqlEmpty(CallerProblem):
    code = "sql_empty"
    fr = "La requête SQL est vide."
    en = "The SQL query is empty."
    next_fr = "Écrivez une requête, par exemple SELECT * FROM organisation.jeu LIMIT 10."
    next_en = "Write a query, such as SELECT * FROM organisation.dataset LIMIT 10."


class SqlReservedName(CallerProblem):
    code = "sql_reserved_name"
    fr = "« {name} » est un nom réservé : ceux qui commencent par interco_ ou par un tiret bas ne se prennent pas."
    en = '"{name}" is a reserved name: those that begin with interco_ or an underscore cannot be taken.'
    next_fr = "Choisissez un autre nom."
    next_en = "Choose another name."


class SqlParameterCount(CallerProblem):
    code = "sql_parameter_count"
    fr = "La requête SQL a {expected} « ? » et {given} paramètres ont été donnés."
    en = 'The SQL query has {expected} "?" and {given} parameters were given.'
    next_fr = "Donnez dans « parameters » une valeur par « ? », dans leur ordre."
    next_en = 'Give in "parameters" one value for each "?", in their order.'


class SqlParameterType(CallerProblem):
    """`number` counts from 1, as a person counts question marks."""

    code = "sql_parameter_type"
    fr = "Le paramètre {number} n'a pas une forme acceptée ({reason_fr})."
    en = "Parameter {number} does not have an accepted form ({reason_en})."
    next_fr = 'Donnez un texte, un nombre, true, false ou null ; ou {{"type": "date", "value": "2025-01-31"}}.'
    next_en = (
        'Give text, a number, true, false or null; or {{"type": "date", "value": "2025-01-31"}}.'
    )


class SqlLiteral(CallerProblem):
    """`what` is the literal's kind; its text is not repeated."""

    code = "sql_literal"
    fr = "Ce texte ne se lit pas comme {what} ; il faut {expected_fr}."
    en = "This text cannot be read as {what}: {expected_en} is expected."
    next_fr = "Corrigez-le à l'endroit indiqué."
    next_en = "Correct it at that place."


class SqlZone(CallerProblem):
    """`what` takes a day or an hour of instants whose zone differs by row, or adds days to one."""

    code = "sql_zone"
    fr = "« {what} » dépend du fuseau de l'instant, et la requête ne dit pas lequel vaut ici."
    en = '"{what}" depends on the zone of the instant, and the query does not say which one holds here.'
    next_fr = "Dites-le à cet endroit : hour(x AT TIME ZONE 'Europe/Paris') ; pour ajouter des jours ou des mois, CAST(x AT TIME ZONE 'Europe/Paris' AS timestamp) + INTERVAL '1' MONTH."
    next_en = "Say it at that place: hour(x AT TIME ZONE 'Europe/Paris'); to add days or months, CAST(x AT TIME ZONE 'Europe/Paris' AS timestamp) + INTERVAL '1' MONTH."


class SqlNotInCodeList(CallerProblem):
    """A literal of the caller's own, and codes that the catalog shows."""

    code = "sql_not_in_code_list"
    fr = "« {value} » n'est pas un code possible pour « {column} »."
    en = '"{value}" is not a possible code for "{column}".'
    next_fr = "Choisissez parmi les codes de la colonne, que le catalogue énumère."
    next_en = "Choose among the codes of the column, which the catalog lists."


class SqlMember(CallerProblem):
    """`c.commune.nom`: in GraphQL a relation has fields, in SQL a table has columns alone."""

    code = "sql_member"
    fr = "« {what} » prend « {member} » d'une colonne ou d'une relation : en SQL, une table n'a que des colonnes."
    en = '"{what}" takes "{member}" of a column or a relation: in SQL a table has columns alone.'
    next_fr = "Écrivez « {source}.colonne », avec une colonne que DESCRIBE énumère (le code de la commune, par exemple) ; les noms qui vont avec un code se joignent : JOIN reference.codes."
    next_en = 'Write "{source}.column", with a column that DESCRIBE lists (the code of the commune, for one); the names that go with a code are joined: JOIN reference.codes.'


class SqlTypes(CallerProblem):
    """Engines disagree about text compared with numbers: nothing is converted silently."""

    code = "sql_types"
    fr = "« {what} » réunit ici {left} et {right}, qui ne se comparent pas."
    en = '"{what}" brings together {left} and {right} here, which do not compare.'
    next_fr = "Écrivez les deux dans un même type : {instead_fr}."
    next_en = "Write both in one type: {instead_en}."


class SqlRowsOfValues(CallerProblem):
    code = "sql_rows_of_values"
    fr = "Les lignes de VALUES n'ont pas toutes le même nombre de valeurs."
    en = "The rows of VALUES do not all have the same number of values."
    next_fr = "Donnez à chaque ligne autant de valeurs qu'à la première ; NULL pour ce qui manque."
    next_en = "Give each row as many values as the first has; NULL for what is missing."


class SqlUntypedColumn(CallerProblem):
    """`number` counts result columns from 1."""

    code = "sql_untyped_column"
    fr = "Le type de la colonne {number} du résultat ({type}) ne peut pas être rendu."
    en = "The type of result column {number} ({type}) cannot be returned."
    next_fr = "Donnez-lui un type : CAST(… AS varchar), AS bigint, AS date…"
    next_en = "Give it a type: CAST(… AS varchar), AS bigint, AS date…"
