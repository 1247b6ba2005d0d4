"""Problems of OData's addresses; the status of each is the one that its clients expect."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class OdataNotServed(CallerProblem):
    """`what` is a part of the specification, by its name there."""

    code = "odata_not_served"
    status = 501
    fr = "Ce service OData ne fait pas « {what} »."
    en = 'This OData service does not do "{what}".'
    next_fr = "Posez la question sans cela, ou en SQL à /v1/sql ; la page « OData » de la documentation dit ce qui est fait."
    next_en = (
        'Ask without it, or in SQL at /v1/sql; the documentation\'s page "OData" says what is done.'
    )


class OdataOption(CallerProblem):
    code = "odata_option"
    fr = "L'option « {option} » de l'adresse n'est pas lisible : {reason_fr}."
    en = 'The option "{option}" of the address cannot be read: {reason_en}.'
    next_fr = "Corrigez-la ; la page « OData » de la documentation en donne des exemples."
    next_en = 'Correct it; the documentation\'s page "OData" has examples.'


class OdataExpression(CallerProblem):
    """`at` counts the characters of the option from 1; `found` is a sign or a name, no value."""

    code = "odata_expression"
    fr = "« {option} » n'est pas bien formé : {found_fr} est inattendu au caractère {at}."
    en = '"{option}" is not well formed: {found_en} is unexpected at character {at}.'
    next_fr = "Vérifiez les parenthèses, les apostrophes (doublées dans un texte : 'l''eau') et les mots eq, ne, gt, ge, lt, le, and, or, not."
    next_en = "Check the parentheses, the quotes (doubled within a text: 'l''eau') and the words eq, ne, gt, ge, lt, le, and, or, not."


class OdataNoRow(CallerProblem):
    code = "odata_no_row"
    status = 404
    fr = "Aucune ligne qui vous soit donnée ne porte cette clé."
    en = "No row that is given to you has this key."
    next_fr = "Vérifiez la clé dans la liste des lignes."
    next_en = "Check the key in the list of rows."
