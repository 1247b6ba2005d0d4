"""The words of questions and notes about the layout of a file."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]
QUESTIONS: Words = {
    "encoding": (
        (
            "Les lettres accentuées se lisent de deux façons ({examples}) : laquelle est "
            "juste ?"
        ),
        "Accented letters read two ways ({examples}): which one is right?",
    ),
    "sum_rows": (
        (
            "Des lignes sont la somme, la moyenne ou l'extrême d'autres lignes (lignes "
            "{examples}) : faut-il les laisser de côté ou les compter en plus ?"
        ),
        (
            "Some rows are the sum, the mean or the extreme of other rows (rows {examples}): are "
            "they to be left aside or counted as well?"
        ),
    ),
    "part_rows": (
        (
            "Des lignes commencent par « dont » (lignes {examples}) : faut-il les laisser de "
            "côté, comme des parts de la ligne au-dessus, ou les compter en plus ?"
        ),
        (
            'Some rows begin with "of which" (rows {examples}): are they to be left aside, as '
            "parts of the row above, or counted as well?"
        ),
    ),
    "struck_rows": (
        "Des lignes sont barrées (lignes {examples}) : faut-il les laisser de côté ?",
        "Some rows are crossed out (rows {examples}): are they to be left aside?",
    ),
    "sum_sheet": (
        (
            "La feuille « {examples} » semble reprendre les autres : faut-il la laisser de "
            "côté ou l'ajouter ?"
        ),
        (
            'The sheet "{examples}" seems to repeat the others: is it to be left aside or '
            "added?"
        ),
    ),
    "fill_down": (
        (
            "Dans « {column} », une valeur n'est écrite que sur la première ligne de son "
            "bloc (lignes {examples} sans valeur) : vaut-elle pour les lignes en dessous ?"
        ),
        (
            'In "{column}", a value is written on the first row of its block only (rows '
            "{examples} are empty): does it hold for the rows below?"
        ),
    ),
    "after_total": (
        "Des lignes suivent le total (lignes {examples}) : sont-elles des données ?",
        "Rows follow the total (rows {examples}): are they data?",
    ),
    "year_of_months": (
        (
            "Dans « {column} », les mois n'ont pas d'année, et le titre en nomme plusieurs "
            "({examples}) : laquelle est la leur ?"
        ),
        (
            'In "{column}", months have no year, and the title names several ({examples}): '
            "which one is theirs?"
        ),
    ),
}  # fmt: skip
"""By code, in French and English, in the order in which they matter."""
NOTES: Words = {
    "total_differs": (
        (
            "« {column} » : le total écrit dans le fichier (ligne, total, somme lue : {examples}) "
            "n'est pas la somme des lignes lues."
        ),
        (
            '"{column}": the total written in the file (row, total, sum read: {examples}) is '
            "not the sum of the rows that were read."
        ),
    ),
    "lying_table": (
        (
            "Le tableau est couché, ses titres sont dans la première colonne : il est lu debout, "
            "une ligne par colonne."
        ),
        (
            "The table lies on its side, its headers stand in the first column: it is read "
            "upright, one row for each column."
        ),
    ),
    "identical_rows": (
        (
            "Des lignes sont identiques à une autre (lignes {examples}) : comptées deux fois ?"
        ),
        "Some rows are the same as another (rows {examples}): counted twice?",
    ),
    "table_below": (
        (
            "Un autre tableau se trouve sur la même feuille (à partir de la ligne {examples}) : "
            "il n'est pas lu."
        ),
        "Another table stands on the same sheet (from row {examples} on): it is not read.",
    ),
    "stacked_tables": (
        (
            "Le même tableau continue à droite, sous les mêmes titres ({examples}) : ses lignes "
            "sont lues à la suite."
        ),
        (
            "The same table goes on to the right, under the same headers ({examples}): its rows "
            "are read after the first ones."
        ),
    ),
    "sheets_go_on": (
        (
            "Des feuilles sans titres continuent la première, colonne par colonne ({examples}) : "
            "leurs lignes sont lues à la suite."
        ),
        (
            "Some sheets without headers go on with the first one, column by column "
            "({examples}): their rows are read after its own."
        ),
    ),
    "sheets_aligned": (
        (
            "Des feuilles n'ont pas toutes les colonnes, ou les ont dans un autre ordre "
            "({examples}) : chaque valeur est placée sous son titre, et ce qu'une feuille n'a pas "
            "y reste vide."
        ),
        (
            "Some sheets lack a column, or have them in another order ({examples}): each value "
            "is placed under its header, and is empty where a sheet has no such column."
        ),
    ),
    "decimal_commas": (
        (
            "La virgule sépare les cases et aussi les décimales, sans guillemets : les nombres "
            "sont recollés de la seule façon qui tombe juste sous les titres."
        ),
        (
            "Commas part the fields and the decimals as well, without quotes: figures are joined "
            "in the one way that fits the headers."
        ),
    ),
    "crossed_out": (
        "Un texte barré dans une case laisse place à celui d'à côté (lignes {examples}).",
        "Text crossed out inside a cell is not read; the text beside it is (rows {examples}).",
    ),
    "cut_short": (
        "Le fichier s'arrête au milieu de sa dernière ligne : vérifiez qu'il est entier.",
        "The file ends in the middle of its last row: check that it is whole.",
    ),
    "quoted_lines": (
        (
            "Des lignes entières étaient entre guillemets, dans une seule case (lignes "
            "{examples}) : elles sont lues case par case, comme les autres."
        ),
        (
            "Whole lines stood quoted in one field (rows {examples}): they are read field by "
            "field, like the others."
        ),
    ),
    "figures_over_header": (
        (
            "Des lignes de chiffres se trouvent au-dessus des titres (lignes {examples}) : elles "
            "ne sont pas lues. Vérifiez la ligne des titres."
        ),
        (
            "Rows of figures stand above the headers (rows {examples}): they are not read. Check "
            "the row of the headers."
        ),
    ),
    "unnamed_columns": (
        "Des colonnes n'ont pas de titre : elles s'appellent {examples}.",
        "Some columns have no header: they are called {examples}.",
    ),
    "lone_cells": (
        (
            "Des lignes n'ont qu'une seule case remplie (lignes {examples}) : vérifiez qu'il ne "
            "leur manque rien."
        ),
        (
            "Some rows have one filled cell alone (rows {examples}): check that they lack nothing."
        ),
    ),
    "stray_separators": (
        (
            "Des lignes ont une case de trop : un texte y contient le séparateur sans guillemets "
            "(lignes {examples}). Ses morceaux sont recollés là où les autres cases tombent juste."
        ),
        (
            "Some rows have a field too many: a text holds the separator without quotes (rows "
            "{examples}). Its parts are joined where all other fields fit."
        ),
    ),
    "missing_fields": (
        (
            "Des lignes ont une case de moins : une valeur vide n'y est pas écrite (lignes "
            "{examples}). Leurs valeurs sont remises sous les titres où elles tombent juste."
        ),
        (
            "Some rows have a field less: an empty value is not written there (rows {examples}). "
            "Their values are put back under the headers where they fit."
        ),
    ),
    "merged_once": (
        (
            "« {column} » : un montant dans une case fusionnée sur plusieurs lignes est celui de "
            "toutes ensemble ; il compte une fois, sur la première."
        ),
        (
            '"{column}": an amount in a cell merged over several rows is that of all of them '
            "together; it counts once, on the first."
        ),
    ),
    "mixed_encodings": (
        (
            "Le fichier est écrit dans deux codages ({examples}) : chaque ligne est lue dans le "
            "sien."
        ),
        "The file is written in two encodings ({examples}): each line is read in its own.",
    ),
    "fixed_width": (
        "Le fichier n'a pas de séparateur : {examples} colonnes y tiennent par leur place.",
        "The file has no delimiter: {examples} columns stand at fixed places.",
    ),
    "parts_of_lines": (
        (
            "Des lignes sont des parts de la ligne au-dessus, et le total ne les compte pas : "
            "elles sont laissées de côté (lignes {examples})."
        ),
        (
            "Some rows are parts of the row above, and the total does not count them: they are "
            "left aside (rows {examples})."
        ),
    ),
    "unlabelled_total": (
        (
            "Des lignes sans le mot « total » sont la somme d'autres : elles sont laissées "
            "de côté (lignes {examples})."
        ),
        (
            'Rows without the word "total" are the sum of others: they are left aside (rows '
            "{examples})."
        ),
    ),
    "statistic_rows": (
        (
            "Des lignes sont le plus haut, le plus bas, la moyenne ou le nombre des autres : "
            "elles sont laissées de côté (lignes {examples})."
        ),
        (
            "Some rows are the highest, the lowest, the mean or the number of the others: they "
            "are left aside (rows {examples})."
        ),
    ),
    "filled_down": (
        (
            "« {column} » : la valeur écrite sur la première ligne de chaque bloc vaut pour "
            "les lignes en dessous (lignes {examples})."
        ),
        (
            '"{column}": the value on the first row of each block holds for the rows below '
            "(rows {examples})."
        ),
    ),
    "moved_columns": (
        (
            "Les titres reviennent au milieu dans un autre ordre (lignes {examples}) : "
            "chaque valeur est placée sous son titre."
        ),
        (
            "The headers come again in the middle in another order (rows {examples}): each "
            "value is placed under its own."
        ),
    ),
    "moved_headings": (
        (
            "Des titres sont imprimés à côté de leurs valeurs ({examples}) : chacun est lu sur la "
            "colonne voisine."
        ),
        (
            "Some headings are printed beside their values ({examples}): each is read over the "
            "column next to it."
        ),
    ),
    "continued_lines": (
        (
            "Des lignes continuent un texte de la ligne au-dessus (lignes {examples}) : elles "
            "y sont jointes."
        ),
        (
            "Some lines go on with a text of the row above (rows {examples}): they are joined "
            "to it."
        ),
    ),
    "amount_sides": (
        (
            "Des montants portent leur sens, comme « DB » ou « CR » (lignes {examples}) : ceux au "
            "débit sont lus avec un signe moins."
        ),
        (
            'Some amounts bear their side, such as "DB" or "CR" (rows {examples}): debits are '
            "read with a minus sign."
        ),
    ),
    "footnote_marks": (
        (
            "Des nombres portent un renvoi de note ou une marque, comme « * », « (1) » ou « (p) » "
            "(lignes {examples}) : ils sont lus sans elle."
        ),
        (
            'Some figures bear a mark, such as "*", "(1)" or "(p)" (rows {examples}): they are '
            "read without it."
        ),
    ),
    "provisional": (
        (
            "Des nombres sont marqués comme estimés ou provisoires (lignes {examples}) : ils sont "
            "lus comme les autres."
        ),
        (
            "Some figures are marked as estimates or provisional (rows {examples}): they are read "
            "like the others."
        ),
    ),
    "ditto_marks": (
        (
            "Des guillemets ou « idem » reprennent la case du dessus (lignes {examples}) : sa "
            "valeur y est lue."
        ),
        (
            'Ditto marks or "idem" repeat the cell above (rows {examples}): its value is read '
            "there."
        ),
    ),
    "year_of_title": (
        "« {column} » : les mois n'ont pas d'année, le titre donne {examples}.",
        '"{column}": months have no year, the title gives {examples}.',
    ),
    "title_column": (
        "L'année ({examples}) n'est écrite que dans le titre : les lignes ne la portent pas.",
        "The year ({examples}) stands in the title alone: the rows do not bear it.",
    ),
    "month_of_sheets": (
        (
            "Le mois de chaque feuille, lu dans son titre ou son nom, devient une colonne "
            "({examples})."
        ),
        (
            "The month of each sheet, read from its title or name, becomes a column "
            "({examples})."
        ),
    ),
    "model_example": (
        "La ligne d'exemple est laissée de côté (lignes {examples}).",
        "The example row is left aside (rows {examples}).",
    ),
    "uncomputed_formulas": (
        (
            "« {column} » : le fichier ne donne pas le résultat de {first} formules (lignes "
            "{rest}). Ouvrez-le dans votre tableur, enregistrez-le, puis déposez-le de "
            "nouveau."
        ),
        (
            '"{column}": the file does not give the results of {first} formulas (rows '
            "{rest}). Open it in your spreadsheet, save it, then drop it again."
        ),
    ),
    "beyond_header": (
        "{first} cases n'ont pas de titre et ne sont pas lues (lignes {rest}).",
        "{first} cells have no header and are not read (rows {rest}).",
    ),
    "error_cells": (
        (
            "« {column} » : {first} cases en erreur (#DIV/0!, #N/A…) sont lues comme vides "
            "(lignes {rest})."
        ),
        (
            '"{column}": {first} cells in error (#DIV/0!, #N/A…) are read as empty (rows '
            "{rest})."
        ),
    ),
    "unread_cells": (
        "« {column} » : {first} cases ne se lisent pas et restent vides (lignes {rest}).",
        '"{column}": {first} cells cannot be read and stay empty (rows {rest}).',
    ),
}  # fmt: skip
