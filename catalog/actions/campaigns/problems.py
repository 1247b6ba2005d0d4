"""Why a campaign is not opened, reminded of or closed."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class UnknownCampaign(CallerProblem):
    code = "unknown_campaign"
    status = 404
    fr = "Votre organisme n'a ouvert aucune campagne « {campaign} »."
    en = 'Your organisation has opened no campaign "{campaign}".'
    next_fr = "Choisissez-la dans la liste de vos campagnes."
    next_en = "Choose it in the list of your campaigns."


class CampaignClosed(CallerProblem):
    code = "campaign_closed"
    status = 409
    fr = "La campagne {campaign} est close : plus personne n'est relancé."
    en = "Campaign {campaign} is closed: nobody is reminded any more."
    next_fr = "Ouvrez-en une autre, remplie d'après celle-ci."
    next_en = "Open another one, filled in from this one."


class NobodyToRemind(CallerProblem):
    code = "nobody_to_remind"
    status = 409
    fr = "Personne n'est à relancer aujourd'hui pour {campaign}."
    en = "Nobody is to be reminded today for {campaign}."
    next_fr = "Qui a répondu, refusé ou été relancé aujourd'hui ne l'est pas de nouveau ; voyez le tableau."
    next_en = (
        "Who has answered, refused or been reminded today is not reminded again; see the board."
    )


class CampaignPeriodEmpty(CallerProblem):
    code = "campaign_period_empty"
    fr = "La période n'a aucun mois : elle finit en {last}, avant de commencer en {first}."
    en = "The period has no month: it ends in {last}, before it begins in {first}."
    next_fr = "Donnez le premier et le dernier mois, dans cet ordre (2026-01, 2026-12)."
    next_en = "Give the first and the last month, in that order (2026-01, 2026-12)."


class CampaignPeriodAhead(CallerProblem):
    code = "campaign_period_ahead"
    fr = "La période commence en {first}, qui n'est pas encore venu : personne n'a ces données."
    en = "The period begins in {first}, which has not come yet: nobody has that data."
    next_fr = "Commencez au plus tard par le mois en cours ; les mois à venir peuvent suivre."
    next_en = "Begin with this month at the latest; months to come may follow."


class CampaignPeriodTooLong(CallerProblem):
    code = "campaign_period_too_long"
    fr = "La période a {count} mois ; une campagne en demande {limit} au plus."
    en = "The period has {count} months; a campaign asks for {limit} at most."
    next_fr = "Ouvrez une campagne par année."
    next_en = "Open one campaign a year."


class CampaignMonthUnread(CallerProblem):
    code = "campaign_month_unread"
    fr = "« {month} » n'est pas un mois."
    en = '"{month}" is no month.'
    next_fr = "Écrivez-le ainsi : 2026-01."
    next_en = "Write it like this: 2026-01."


class CampaignDueTooEarly(CallerProblem):
    code = "campaign_due_too_early"
    fr = "L'échéance ({due}) doit venir après aujourd'hui et après le dernier mois demandé."
    en = "The due day ({due}) must come after today and after the last month asked for."
    next_fr = "Choisissez un jour qui laisse à chacun le temps d'envoyer le dernier mois."
    next_en = "Choose a day that leaves everybody the time to send the last month."


class CampaignUntilTooEarly(CallerProblem):
    code = "campaign_until_too_early"
    fr = "Les données doivent rester lisibles au moins jusqu'à l'échéance ({due})."
    en = "The data must stay readable until the due day ({due}) at least."
    next_fr = "Repoussez la fin des conventions demandées."
    next_en = "Put off the end of the agreements that are asked for."


class CampaignMemberTwice(CallerProblem):
    code = "campaign_member_twice"
    fr = "{member} est cité deux fois : chaque membre reçoit une seule demande."
    en = "{member} is named twice: each member receives one request."
    next_fr = "Retirez l'un des deux."
    next_en = "Remove one of the two."


class CampaignNotAMember(CallerProblem):
    code = "campaign_not_a_member"
    fr = "« {member} » n'est pas membre de {body}."
    en = '"{member}" is not a member of {body}.'
    next_fr = (
        "Retirez-le ; ce que donnerait un autre organisme se demande par une demande à lui seul."
    )
    next_en = (
        "Remove it; what another organisation would give is asked for by a request of its own."
    )


class CampaignWithoutMembers(CallerProblem):
    code = "campaign_without_members"
    fr = "{body} n'a aujourd'hui aucun membre pour la compétence {competence} de ce modèle."
    en = "{body} has no member today for the competence {competence} of this template."
    next_fr = "Choisissez un autre modèle, ou citez vous-même des membres de votre organisme."
    next_en = "Choose another template, or name members of your organisation yourself."


class CampaignTooLarge(CallerProblem):
    code = "campaign_too_large"
    fr = "Une campagne s'adresse à {limit} membres au plus."
    en = "A campaign goes to {limit} members at most."
    next_fr = "Partagez-la en plusieurs."
    next_en = "Split it into several."


class TooManyCampaigns(CallerProblem):
    code = "too_many_campaigns"
    status = 409
    fr = "Votre organisme a déjà {limit} campagnes : c'est le plus qui puisse être gardé ici."
    en = "Your organisation has {limit} campaigns already: no more can be kept here."
    next_fr = "Demandez à l'exploitant de la plateforme de relever cette limite."
    next_en = "Ask the operator of the platform to raise this limit."


class CampaignUntitled(CallerProblem):
    code = "campaign_untitled"
    fr = "Le titre d'une campagne a de 1 à {limit} caractères."
    en = "The title of a campaign has 1 to {limit} characters."
    next_fr = "Donnez-lui le nom sous lequel vos membres la reconnaîtront."
    next_en = "Give it the name by which your members will know it."


class UnknownDuty(CallerProblem):
    code = "unknown_duty"
    status = 404
    fr = "Le calendrier n'a aucune échéance « {duty} »."
    en = 'The calendar has no duty "{duty}".'
    next_fr = "Choisissez l'une de : {known}."
    next_en = "Choose one of: {known}."
