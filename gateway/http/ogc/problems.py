"""Problems of the addresses of OGC API - Features."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class OgcParameter(CallerProblem):
    code = "ogc_parameter"
    fr = "Le paramètre « {name} » n'est pas lisible : {reason_fr}."
    en = 'The parameter "{name}" cannot be read: {reason_en}.'
    next_fr = (
        "Corrigez-le ; la page « OGC API » de la documentation et /api disent ce qu'il peut être."
    )
    next_en = 'Correct it; the documentation\'s page "OGC API" and /api say what it may be.'


class OgcUnknownParameter(CallerProblem):
    code = "ogc_unknown_parameter"
    fr = "Il n'y a pas de paramètre « {name} » ici."
    en = 'There is no parameter "{name}" here.'
    next_fr = "Retirez-le, ou vérifiez le nom de la colonne dans /queryables."
    next_en = "Remove it, or check the name of the column in /queryables."


class OgcFilter(CallerProblem):
    """`found` is a sign or a name, no value; `at` counts the characters of the filter from 1."""

    code = "ogc_filter"
    fr = "Le filtre CQL2 n'est pas bien formé : {found_fr} est inattendu au caractère {at}."
    en = "The CQL2 filter is not well formed: {found_en} is unexpected at character {at}."
    next_fr = "Vérifiez les parenthèses, les apostrophes (doublées dans un texte : 'l''eau') et les noms de colonnes."
    next_en = "Check the parentheses, the quotes (doubled within a text: 'l''eau') and the names of columns."


class OgcFilterNotServed(CallerProblem):
    """`what` is a part of CQL2, by its name there."""

    code = "ogc_filter_not_served"
    fr = "Le filtre CQL2 utilise « {what} », que ce service ne fait pas."
    en = 'The CQL2 filter uses "{what}", which this service does not do.'
    next_fr = "Filtrez sans cela ; /conformance dit ce qui est fait, et bbox choisit une zone."
    next_en = "Filter without it; /conformance says what is done, and bbox chooses an area."


class OgcNoFeature(CallerProblem):
    code = "ogc_no_feature"
    status = 404
    fr = "Aucune ligne qui vous soit donnée ne porte cet identifiant."
    en = "No row that is given to you has this identifier."
    next_fr = "Reprenez l'identifiant tel qu'il est donné dans la liste des lignes."
    next_en = "Take the identifier as it is given in the list of rows."


class OgcUnknownCollection(CallerProblem):
    """A collection that is hidden, has no place, or does not exist: all alike."""

    code = "ogc_unknown_collection"
    status = 404
    fr = "Il n'existe pas de collection « {collection} » qui ait un lieu."
    en = 'There is no collection "{collection}" that has a place.'
    next_fr = "Vérifiez son nom dans /collections ; des données sans commune ni coordonnées se lisent par GraphQL, SQL ou OData."
    next_en = "Check its name in /collections; data without a commune or coordinates are read by GraphQL, SQL or OData."
