"""Problems of an exploration: a word that means nothing, and figures that would mislead."""

from __future__ import annotations

from catalog.model.problem import CallerProblem

_MEASURE_FR = "Choisissez une autre mesure ou une autre colonne."
_MEASURE_EN = "Choose another measure or another column."


class ExplorationUnread(CallerProblem):
    code = "exploration_unread"
    fr = "L'exploration n'est pas comprise : « {word} » ({argument})."
    en = 'The exploration is not understood: "{word}" ({argument}).'
    next_fr = (
        "Choisissez dans les listes de la page « Explorer », ou lisez docs/reference/explore.md."
    )
    next_en = 'Choose from the lists of the page "Explore", or read docs/reference/explore.md.'


class ExplorationColumn(CallerProblem):
    """The same for a column that is not given as for one that there is not."""

    code = "exploration_column"
    fr = "La colonne « {column} » ne vous est pas donnée telle quelle, ou n'existe pas."
    en = 'The column "{column}" is not given to you as it is, or does not exist.'
    next_fr = (
        "Choisissez une colonne de la liste, ou demandez celle-ci au propriétaire des données."
    )
    next_en = "Choose a column of the list, or ask the owner of the data for this one."


class ExplorationPersonal(CallerProblem):
    code = "exploration_personal"
    fr = (
        "« {column} » concerne des personnes : ses valeurs ne sont ni additionnées ni groupées ici."
    )
    en = '"{column_en}" is about persons: its values are neither added up nor grouped here.'
    next_fr = "Comptez les lignes ou les valeurs différentes, ou choisissez une autre colonne."
    next_en = "Count rows or different values, or choose another column."


class ExplorationSecret(CallerProblem):
    code = "exploration_secret"
    fr = "« {column} » est couverte par un secret légal : elle n'est pas mesurée ici."
    en = '"{column_en}" is under a legal secret: it is not measured here.'
    next_fr, next_en = _MEASURE_FR, _MEASURE_EN


class ExplorationNoNumber(CallerProblem):
    code = "exploration_no_number"
    fr = "« {column} » n'est pas un nombre que l'on puisse calculer : c'est un code, un texte ou un jour."
    en = '"{column_en}" is no number to compute with: it is a code, a text or a day.'
    next_fr = "Comptez ses valeurs différentes, ou choisissez une autre colonne."
    next_en = "Count its different values, or choose another column."


class ExplorationNoSum(CallerProblem):
    code = "exploration_no_sum"
    fr = "« {column} » ({unit}) ne s'additionne pas : c'est un niveau, un rapport ou une grandeur sans unité déclarée."
    en = '"{column_en}" ({unit}) does not add up: it is a level, a rate or a quantity whose unit is not declared.'
    next_fr = "Demandez sa moyenne ou sa médiane ; si elle s'additionne, son propriétaire déclare son unité."
    next_en = "Ask for its mean or its median; if it adds up, its owner declares its unit."


class ExplorationUnweighted(CallerProblem):
    code = "exploration_unweighted"
    fr = "La moyenne de « {column} » ({unit}) tromperait : une part ou un pourcentage se pondère par ce dont il est la part."
    en = 'The mean of "{column_en}" ({unit}) would mislead: a share or a percentage is weighted by what it is a share of.'
    next_fr = (
        "Demandez la part elle-même (« la part de »), un rapport de deux sommes, ou la médiane."
    )
    next_en = 'Ask for the share itself ("the share of"), a ratio of two sums, or the median.'


class ExplorationUnits(CallerProblem):
    code = "exploration_units"
    fr = "Cette comparaison n'a pas de sens : {why_fr}."
    en = "This comparison means nothing: {why_en}."
    next_fr = "Choisissez une somme ou un nombre, ou retirez la comparaison."
    next_en = "Choose a sum or a number, or take the comparison away."


class ExplorationNoPlace(CallerProblem):
    code = "exploration_no_place"
    fr = "Ces données ne vous disent pas la commune de chaque ligne : elles n'ont ni carte ni habitants."
    en = "These data do not tell you the commune of each row: they have neither a map nor inhabitants."
    next_fr = "Groupez par une autre colonne."
    next_en = "Group by another column."


class ExplorationNoDay(CallerProblem):
    code = "exploration_no_day"
    fr = "Ces données ne vous disent pas le jour de chaque ligne : elles n'ont ni mois ni année d'avant."
    en = "These data do not tell you the day of each row: they have neither months nor a year before."
    next_fr = "Groupez par une autre colonne, ou retirez la comparaison."
    next_en = "Group by another column, or take the comparison away."


class ExplorationPeriod(CallerProblem):
    code = "exploration_period"
    fr = "Pour comparer à l'année d'avant, il faut des mois, des années, ou une période de douze mois au plus."
    en = (
        "To compare with the year before takes months, years, or a period of twelve months at most."
    )
    next_fr = "Groupez par mois ou par année, ou choisissez une année."
    next_en = "Group by month or by year, or choose a year."


class ExplorationPart(CallerProblem):
    code = "exploration_part"
    fr = "Une part est celle de certaines lignes : il manque lesquelles."
    en = "A share is of some rows: it is not said of which."
    next_fr = "Choisissez une ou plusieurs valeurs sous « la part de »."
    next_en = 'Choose one or several values under "the share of".'


class ExplorationTooFew(CallerProblem):
    code = "exploration_too_few"
    fr = "Trop peu de lignes ({rows}) : de moins de {fewest}, rien n'est montré."
    en = "Too few rows ({rows}): of fewer than {fewest}, nothing is shown."
    next_fr = "Retirez une condition, ou choisissez une période plus longue."
    next_en = "Take a condition away, or choose a longer period."


class ExplorationUnlike(CallerProblem):
    code = "exploration_unlike"
    fr = "Les deux côtés ne couvrent pas la même chose : plus de lignes n'ont que l'un des deux ({rows}) que les deux."
    en = "The two sides do not cover the same: more rows have only one of both ({rows}) than have both."
    next_fr = "Choisissez d'autres lignes ou une autre mesure, ou signalez-le au propriétaire des données."
    next_en = "Choose other rows or another measure, or tell the owner of the data."


class ExplorationNothingBefore(CallerProblem):
    code = "exploration_nothing_before"
    fr = "Aucune commune n'a les mêmes mois deux années de suite : il n'y a rien à comparer."
    en = "No commune has the same months in two years running: there is nothing to compare."
    next_fr = "Retirez la comparaison, ou choisissez une autre période."
    next_en = "Take the comparison away, or choose another period."


class IndicatorPlaces(CallerProblem):
    code = "indicator_places"
    fr = "L'une des deux mesures dit la commune de ses lignes, l'autre non : elles ne se comparent pas."
    en = "One of the two measures tells the commune of its rows, the other does not: they are not compared."
    next_fr = "Choisissez deux jeux de données qui disent la commune, ou deux qui ne la disent pas."
    next_en = "Choose two datasets that tell the commune, or two that do not."


class IndicatorPeriod(CallerProblem):
    code = "indicator_period"
    fr = "L'une des deux mesures vient une fois par an : elle ne se compare pas par mois."
    en = "One of the two measures comes once a year: it is not compared by the month."
    next_fr = "Choisissez l'année."
    next_en = "Choose the year."


class IndicatorNothingShared(CallerProblem):
    code = "indicator_nothing_shared"
    fr = "Les deux mesures n'ont aucune commune avec les mêmes mois : il n'y a rien à comparer."
    en = "The two measures have no commune with the same months: there is nothing to compare."
    next_fr = (
        "Choisissez deux mesures du même territoire et des mêmes années, ou attendez que l'une "
        "soit complétée."
    )
    next_en = "Choose two measures of one territory and of the same years, or wait until one is completed."


class IndicatorUnitChanged(CallerProblem):
    code = "indicator_unit_changed"
    fr = "L'unité des données a changé : la formule donne « {derived} », et l'indicateur dit « {unit} »."
    en = 'The unit of the data has changed: the formula gives "{derived}", and the indicator says "{unit}".'
    next_fr = "Enregistrez une nouvelle version de l'indicateur, avec cette unité."
    next_en = "Save another version of the indicator, with this unit."
