"""Problems of streams that tell of new versions."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem, OperatorProblem


class ChangesNeedACaller(DeniedProblem):
    code = "changes_need_a_caller"
    fr = "La passerelle prévient un organisme par une convention : cette requête n'est au nom de personne."
    en = "The gateway tells a body by an agreement: this request is in nobody's name."
    next_fr = "Connectez-vous, ou présentez un jeton ou une clé, puis ouvrez le flux à nouveau."
    next_en = "Sign in, or present a token or a key, then open the stream again."


class ChangesNotTold(DeniedProblem):
    code = "changes_not_told"
    fr = "Votre organisme n'est pas prévenu des nouvelles versions de « {dataset} » : il l'est pour les données qu'une convention active lui fait lire, et vous l'êtes comme agent ou référent, en votre nom."
    en = 'Your body is not told of new versions of "{dataset}": it is told of data that it reads by an active agreement, and you are as an agent or a steward, in your own name.'
    next_fr = (
        "Retirez ce jeu de données de la liste, ou demandez une convention à son propriétaire."
    )
    next_en = "Leave that dataset out of the list, or ask its owner for an agreement."


class NoChangesTold(DeniedProblem):
    code = "no_changes_told"
    fr = "Votre organisme n'est prévenu des nouvelles versions d'aucun jeu de données."
    en = "Your body is told of new versions of no dataset."
    next_fr = "Demandez d'abord une convention : elle fait lire des données, et prévenir de leurs nouvelles versions."
    next_en = "Ask for an agreement first: by it data is read, and new versions are told."


class VersionsNotSeen(CallerProblem):
    code = "versions_not_seen"
    fr = "« {dataset} » est lu chez son propriétaire à chaque requête : la plateforme n'en voit pas les versions, et ne peut pas en prévenir."
    en = '"{dataset}" is read at its owner\'s at each request: the platform sees no versions of it, and cannot tell of any.'
    next_fr = "Retirez ce jeu de données de la liste, et relisez-le à votre rythme."
    next_en = "Leave that dataset out of the list, and read it again at your own pace."


class TooManyStreams(CallerProblem):
    code = "too_many_streams"
    status = 409
    fr = "Un compte reçoit {limit} flux à la fois au plus ; les vôtres sont tous ouverts."
    en = "An account receives {limit} streams at a time at most; all of yours are open."
    next_fr = "Fermez un flux, ou nommez plusieurs jeux de données dans un même abonnement."
    next_en = "Close a stream, or name several datasets in one subscription."


class TooManyStreamsInAll(OperatorProblem):
    code = "too_many_streams_in_all"
    retry_after_s = 60
    fr = "La passerelle tient déjà {limit} flux, et n'en ouvre pas d'autre pour le moment."
    en = "The gateway holds {limit} streams already, and opens no other at the moment."
    next_fr = "Recommencez dans une minute ; si cela dure, l'exploitant peut ajouter un processus."
    next_en = "Try again in a minute; if it lasts, the operator can add a process."


class ChangesEnded(DeniedProblem):
    code = "changes_ended"
    fr = "Le flux est fini : vous n'êtes plus prévenu des nouvelles versions de ces données."
    en = "The stream is over: you are no longer told of new versions of this data."
    next_fr = (
        "Regardez vos conventions et votre rôle, puis ouvrez un flux pour les données qui restent."
    )
    next_en = "Look at your agreements and your role, then open a stream for the data that is left."


class SignedOut(DeniedProblem):
    code = "signed_out"
    fr = "Le flux est fini : la session qui l'a ouvert est terminée."
    en = "The stream is over: the session that opened it has ended."
    next_fr = "Connectez-vous, puis ouvrez le flux à nouveau."
    next_en = "Sign in, then open the stream again."
