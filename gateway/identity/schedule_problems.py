"""Problems of what runs by itself."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem


class ScheduleEnded(DeniedProblem):
    code = "schedule_ended"
    fr = "Ce passage programmé n'a plus lieu : {why_fr}."
    en = "This scheduled run takes place no more: {why_en}."
    next_fr = "Un référent de votre organisme le programme de nouveau, sur la page du service."
    next_en = "A steward of your body schedules it again, on the page of the service."


class OfSchedulesAlone(CallerProblem):
    code = "of_schedules_alone"
    status = 404
    fr = "Cette voie est celle des passages programmés : personne n'y entre du dehors."
    en = "This way is that of scheduled runs: nobody comes in by it from outside."
    next_fr = "Ouvrez la page du service : elle calcule avec vos droits du moment."
    next_en = "Open the page of the service: it computes by your rights of the moment."


def ended(why_fr: str, why_en: str) -> ScheduleEnded:
    return ScheduleEnded(why_fr=why_fr, why_en=why_en)
