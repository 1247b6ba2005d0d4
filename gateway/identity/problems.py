"""Problems that a person may be told while they sign in: each has a page of its own."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem, OperatorProblem

_AGAIN_FR = "Recommencez depuis la page de connexion ; rien n'est enregistré de cet essai."
_AGAIN_EN = "Start again from the sign-in page; nothing was kept of this attempt."


class UnknownProvider(CallerProblem):
    code = "unknown_provider"
    status = 404
    fr = "Aucun fournisseur d'identité ne porte ce nom ici."
    en = "No identity provider has this name here."
    next_fr = "Choisissez-en un sur la page de connexion."
    next_en = "Choose one on the sign-in page."


class SignInNotBegun(CallerProblem):
    """Its state is not known: used already, too old, or never made."""

    code = "sign_in_not_begun"
    fr = "Cette connexion a déjà servi, a attendu plus de dix minutes, ou n'a jamais été commencée."
    en = "This sign-in was used already, waited for more than ten minutes, or was never begun."
    next_fr = _AGAIN_FR
    next_en = _AGAIN_EN


class SignInOfAnotherBrowser(DeniedProblem):
    code = "sign_in_of_another_browser"
    fr = "Cette connexion a été commencée dans un autre navigateur."
    en = "This sign-in was begun in another browser."
    next_fr = (
        "Si un message vous a envoyé ce lien, ne le suivez pas : il pourrait vous connecter au nom"
        " de quelqu'un d'autre. Sinon, recommencez depuis la page de connexion, cookies acceptés."
    )
    next_en = (
        "If a message sent you this link, do not follow it: it could sign you in as somebody else."
        " Otherwise start again from the sign-in page, with cookies accepted."
    )


class SignInDeclined(CallerProblem):
    code = "sign_in_declined"
    fr = "La connexion par {provider} a été refusée ou abandonnée."
    en = "The sign-in by {provider} was refused or given up."
    next_fr = _AGAIN_FR
    next_en = _AGAIN_EN


class ProviderRefused(OperatorProblem):
    """`error` is a code of OAuth 2.0 or of the provider, never its text."""

    code = "provider_refused"
    status = 502
    fr = "{provider} n'a pas accepté la demande de connexion ({error})."
    en = "{provider} did not accept the request to sign in ({error})."
    next_fr = "Recommencez ; si cela dure, donnez ce code à l'exploitant, qui vérifie l'inscription d'Interco chez {provider}."
    next_en = "Try again; if it lasts, give this code to the operator, who checks how Interco is registered at {provider}."


class ProviderUnavailable(OperatorProblem):
    code = "provider_unavailable"
    retry_after_s = 5
    fr = "{provider} ne répond pas pour le moment."
    en = "{provider} does not answer at the moment."
    next_fr = "Recommencez dans quelques minutes, ou par un autre fournisseur ; qui est déjà connecté le reste."
    next_en = "Try again in a few minutes, or by another provider; whoever is signed in stays so."


class ProviderMisdescribed(OperatorProblem):
    code = "provider_misdescribed"
    fr = "{provider} ne se décrit pas comme il faut : {why_fr}."
    en = "{provider} does not describe itself properly: {why_en}."
    next_fr = (
        "L'exploitant doit vérifier INTERCO_PROVIDERS et la page de découverte du fournisseur."
    )
    next_en = "The operator must check INTERCO_PROVIDERS and the provider's discovery page."


class CodeRefused(CallerProblem):
    code = "sign_in_code_refused"
    fr = "{provider} n'a pas reconnu le code de cette connexion : il a déjà servi, ou a expiré."
    en = "{provider} did not accept the code of this sign-in: it was used already, or has expired."
    next_fr = _AGAIN_FR
    next_en = _AGAIN_EN


class OtherProvider(DeniedProblem):
    """RFC 9207, or the address of another provider's answers: two may have been mixed up."""

    code = "sign_in_of_another_provider"
    fr = "La réponse ne vient pas du fournisseur chez lequel cette connexion a été commencée."
    en = "The answer does not come from the provider at which this sign-in was begun."
    next_fr = (
        "Recommencez ; si cela se répète, prévenez l'exploitant : quelqu'un s'interpose peut-être."
    )
    next_en = "Start again; if it happens again, tell the operator: somebody may stand in between."


class IdentityRefused(DeniedProblem):
    """The provider's claims about the person do not hold; `why` names the claim, never a value."""

    code = "identity_refused"
    fr = "Ce que {provider} dit de vous n'est pas recevable : {why_fr}."
    en = "What {provider} says of you cannot be accepted: {why_en}."
    next_fr = "Recommencez ; si cela se répète, donnez cette phrase à l'exploitant. Rien n'est enregistré de cet essai."
    next_en = "Start again; if it happens again, give this sentence to the operator. Nothing was kept of this attempt."


class StepUpNotReached(DeniedProblem):
    code = "step_up_not_reached"
    fr = "{provider} vous a reconnu, mais sans le second facteur demandé."
    en = "{provider} knew you, but without the second factor that was asked for."
    next_fr = "Activez un second facteur chez {provider}, puis recommencez ; votre session d'avant n'a pas changé."
    next_en = "Turn on a second factor at {provider}, then try again; your session is as it was."


class OtherPerson(DeniedProblem):
    code = "step_up_by_another_person"
    fr = "Ce n'est pas la personne qui était connectée qui s'est identifiée."
    en = "Somebody else than the person who was signed in has identified themselves."
    next_fr = "Recommencez avec le même compte, ou déconnectez-vous d'abord ; votre session d'avant n'a pas changé."
    next_en = "Try again with the same account, or sign out first; your session is as it was."


class BodyNotNamed(DeniedProblem):
    code = "body_not_named"
    fr = "{provider} n'a pas dit pour quel organisme vous vous connectez (SIRET)."
    en = "{provider} did not say for which public body you sign in (SIRET)."
    next_fr = "Demandez à qui gère les comptes de votre organisme d'y inscrire son SIRET."
    next_en = "Ask whoever keeps the accounts of your public body to enter its SIRET there."


class BodyWithoutInterco(DeniedProblem):
    code = "body_without_interco"
    fr = "L'organisme {siren} n'est pas inscrit sur cette plateforme Interco."
    en = "The public body {siren} is not registered on this Interco platform."
    next_fr = (
        "Vérifiez que vous vous êtes connecté pour le bon organisme. Si c'est le cas, parlez-en à"
        " votre direction : c'est l'exploitant de la plateforme qui inscrit un organisme."
    )
    next_en = (
        "Check that you signed in for the right body. If so, speak to your management: the"
        " platform's operator registers a public body."
    )


class BodyClosed(DeniedProblem):
    code = "body_closed"
    fr = "{body} n'est plus une commune aujourd'hui : elle a été réunie à une autre."
    en = "{body} is no commune today: it was merged into another."
    next_fr = (
        "Connectez-vous pour la commune qui lui succède ; elle seule peut vous donner un rôle."
    )
    next_en = "Sign in for the commune that came after it; only that one can give you a role."


class BodyChanged(DeniedProblem):
    code = "body_changed"
    fr = "Vos rôles sont ceux d'un autre organisme que {body}, pour lequel vous vous connectez."
    en = "Your roles are those of another public body than {body}, for which you sign in."
    next_fr = "Ce qui vous était permis là-bas ne vous suit pas. Demandez un rôle à un référent Interco de {body}{whom}."
    next_en = "What you were allowed there does not follow you. Ask for a role from an Interco steward of {body}{whom}."


class PersonWithoutRole(DeniedProblem):
    code = "person_without_role"
    fr = "Vous êtes bien reconnu pour {body}, mais cet organisme ne vous a donné aucun rôle."
    en = "You are known to be of {body}, but this public body has given you no role."
    next_fr = "Demandez-en un à un référent Interco de {body}{whom}, qui vous trouve parmi les arrivées, puis connectez-vous de nouveau."
    next_en = "Ask for one from an Interco steward of {body}{whom}, who finds you among the arrivals, then sign in again."


class ForeignRequest(DeniedProblem):
    """A page of another site asks with the cookie of a person who did not ask for it."""

    code = "foreign_request"
    fr = "Cette demande vient d'une page qui n'est pas de cette plateforme."
    en = "This request comes from a page that is not of this platform."
    next_fr = (
        "Faites-la depuis les pages d'Interco ; un programme s'identifie par un jeton, sans cookie."
    )
    next_en = "Make it from Interco's own pages; a program shows a token, and no cookie."


class NotSignedIn(DeniedProblem):
    code = "not_signed_in"
    status = 401
    fr = "Vous n'êtes pas connecté, ou votre session a pris fin."
    en = "You are not signed in, or your session has ended."
    next_fr = "Connectez-vous, puis recommencez."
    next_en = "Sign in, then try again."


class StepUpNotOffered(DeniedProblem):
    code = "step_up_not_offered"
    fr = "{provider} n'offre aucun second facteur qui suffise ici."
    en = "{provider} offers no second factor that suffices here."
    next_fr = "Demandez à l'exploitant par quel fournisseur vous connecter pour cet acte."
    next_en = "Ask the operator by which provider to sign in for this act."


class TooManyRequests(CallerProblem):
    """`whose`: which rate was passed; nothing here depends on any row."""

    code = "too_many_requests"
    status = 429
    retry_after_s = 10
    fr = "Trop de requêtes {whose_fr} en une minute."
    en = "Too many requests {whose_en} in one minute."
    next_fr = (
        "Attendez quelques secondes, puis espacez les requêtes, ou prenez tout en une fois (/v1/sql"
        " répond en Parquet) ; l'exploitant peut relever cette limite."
    )
    next_en = (
        "Wait a few seconds, then ask less often, or take everything at once (/v1/sql answers in"
        " Parquet); the operator can raise this limit."
    )


class TerminalNotOffered(CallerProblem):
    code = "terminal_sign_in_not_offered"
    fr = "{provider} ne permet pas de se connecter depuis un terminal."
    en = "{provider} does not let anybody sign in from a terminal."
    next_fr = "Choisissez un autre fournisseur avec --provider, retirez --device, ou demandez un jeton à l'exploitant (--token)."
    next_en = "Choose another provider with --provider, leave --device out, or ask the operator for a token (--token)."
