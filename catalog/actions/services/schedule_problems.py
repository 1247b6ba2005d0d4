"""Problems of scheduling an activated service."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class ScheduleUnfit(CallerProblem):
    code = "schedule_unfit"
    status = 422
    fr = "Ce passage ne peut pas être programmé : {why_fr}."
    en = "This run cannot be scheduled: {why_en}."
    next_fr = "Choisissez un jour et une heure dans les listes de la page du service."
    next_en = "Choose a day and an hour in the lists of the service's page."


class ScheduleOverConsents(CallerProblem):
    code = "schedule_over_consents"
    status = 422
    fr = "« {activation} » lit des données par consentement : une personne le lance, à chaque fois."
    en = '"{activation}" reads data by consent: a person runs it, each time.'
    next_fr = "Ouvrez la page du service quand vous voulez ses chiffres."
    next_en = "Open the page of the service when you want its figures."


class NotScheduled(CallerProblem):
    code = "not_scheduled"
    status = 409
    fr = "« {activation} » n'est pas programmé."
    en = '"{activation}" is not scheduled.'
    next_fr = "Rien n'est à faire : il ne calcule que lorsqu'une personne l'ouvre."
    next_en = "Nothing is to be done: it runs only when a person opens it."


class NotDue(CallerProblem):
    code = "run_not_due"
    status = 409
    fr = "Aucun passage de « {activation} » n'est à faire."
    en = 'No run of "{activation}" is due.'
    next_fr = "Rien n'est à faire : un autre processus l'a fait, ou il n'est plus programmé."
    next_en = "Nothing is to be done: another process did it, or it is scheduled no more."
