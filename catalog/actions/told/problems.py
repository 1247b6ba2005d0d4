"""Problems of what a person chooses to be told of."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class TooMuchFollowed(CallerProblem):
    code = "too_much_followed"
    fr = "Vous suivez déjà {most} jeux de données, le plus possible."
    en = "You already follow {most} datasets, the most that is possible."
    next_fr = "Cessez d'en suivre un, dans « Mon compte », puis recommencez."
    next_en = "Stop following one, under My account, then try again."


class NothingToFollow(CallerProblem):
    code = "nothing_to_follow"
    fr = (
        "« {dataset} » ne se suit pas : votre organisme ne reçoit pas ces données, ou elles sont "
        "lues à leur source, dont la plateforme ne voit pas les versions."
    )
    en = (
        '"{dataset}" cannot be followed: your body does not receive these data, or they are read '
        "at their source, of which the platform sees no versions."
    )
    next_fr = "Demandez ces données d'abord, ou regardez leur date sur leur page."
    next_en = "Ask for these data first, or look at their date on their page."


class TooManyServicesFollowed(CallerProblem):
    code = "too_many_services_followed"
    fr = "Vous suivez déjà {most} services, le plus possible."
    en = "You already follow {most} services, the most that is possible."
    next_fr = "Cessez d'en suivre un, dans « Mon compte », puis recommencez."
    next_en = "Stop following one, under My account, then try again."


class ServiceWithoutAlerts(CallerProblem):
    code = "service_without_alerts"
    fr = "« {service_fr} » ne se suit pas : ce service n'a pas de liste d'alertes."
    en = '"{service_en}" cannot be followed: this service has no list of alerts.'
    next_fr = "Ouvrez sa page quand vous voulez ses chiffres."
    next_en = "Open its page when you want its figures."
