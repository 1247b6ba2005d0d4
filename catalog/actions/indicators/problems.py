"""Problems of an indicator: of its words, of its units, and of one that there is not."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class IndicatorRefused(CallerProblem):
    code = "indicator_refused"
    fr = "Cet indicateur ne peut pas être enregistré : {why_fr}."
    en = "This indicator cannot be saved: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."


class IndicatorUnits(CallerProblem):
    """`one` and `other`: the units of both sides, as texts."""

    code = "indicator_units"
    fr = "Ces deux mesures ne se soustraient pas : l'une est en « {one} », l'autre en « {other} »."
    en = 'These two measures are not subtracted: one is in "{one}", the other in "{other}".'
    next_fr = "Choisissez deux mesures de la même unité, ou un rapport."
    next_en = "Choose two measures of one unit, or a ratio."


class IndicatorUnitName(CallerProblem):
    """`derived`: the unit that the formula gives."""

    code = "indicator_unit_name"
    fr = "« {unit} » n'est pas l'unité de cette formule, qui est « {derived} »."
    en = '"{unit}" is not the unit of this formula, which is "{derived}".'
    next_fr = (
        "Écrivez la même unité autrement si vous le souhaitez ; une autre changerait les valeurs."
    )
    next_en = "Write the same unit in another way if you like; another one would change the values."


class UnknownIndicator(CallerProblem):
    """The same for another body's as for none."""

    code = "unknown_indicator"
    status = 404
    fr = "Votre organisme n'a pas d'indicateur « {name} »."
    en = 'Your body has no indicator "{name}".'
    next_fr = "Lisez la liste des indicateurs, sur la page des chiffres."
    next_en = "Read the list of indicators, on the page of figures."


class TargetRefused(CallerProblem):
    code = "indicator_target_refused"
    fr = "Cette cible ne peut pas être fixée : {why_fr}."
    en = "This target cannot be set: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."
