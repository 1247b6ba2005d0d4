"""Problems of the territory that a condition names."""

from __future__ import annotations

from schema.problems import DocumentProblem


class UnknownTerritory(DocumentProblem):
    code = "unknown_territory"
    fr = "« {value} » n'est ni un organisme inscrit, ni un EPCI, ni le code d'une commune."
    en = '"{value}" is no registered organisation, no EPCI and no commune code.'
    next_fr = (
        "Donnez un SIREN ou un nom court (voir « organisations »), ou le code INSEE d'une commune."
    )
    next_en = 'Give a SIREN or a short name (see "organisations"), or the INSEE code of a commune.'


class CompetenceNeeded(DocumentProblem):
    code = "competence_needed"
    fr = "Le territoire de « {of} » change selon la compétence : {choices}."
    en = 'The territory of "{of}" depends on the competence: {choices}.'
    next_fr = "Ajoutez « competence » avec l'un de ces codes de la nomenclature BANATIC."
    next_en = 'Add "competence" with one of these codes of BANATIC\'s nomenclature.'


class CompetenceNotHeld(DocumentProblem):
    code = "competence_not_held"
    fr = "Personne n'a confié la compétence « {competence} » à « {of} ». Compétences connues : {choices}."
    en = 'Nobody gave the competence "{competence}" to "{of}". Known competences: {choices}.'
    next_fr = "Choisissez l'un de ces codes de la nomenclature BANATIC."
    next_en = "Choose one of these codes of BANATIC's nomenclature."


class NoTerritoryThen(DocumentProblem):
    code = "no_territory_then"
    fr = "« {of} » n'a pas de territoire connu {when_fr}."
    en = '"{of}" has no known territory {when_en}.'
    next_fr = "Choisissez une autre date « at », ou une autre compétence."
    next_en = 'Choose another date "at", or another competence.'
