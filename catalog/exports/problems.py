"""Problems of writing out an agreement for others."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class AgreementNotActive(CallerProblem):
    code = "agreement_not_active"
    status = 409
    fr = "La convention {agreement} n'est pas en vigueur (état : {state}) : elle n'autorise rien qui puisse s'exporter en ODRL."
    en = "Agreement {agreement} is not active (state: {state}): it permits nothing that could be exported as ODRL."
    next_fr = "Exportez la version en vigueur, ou demandez le dossier de preuve, qui existe pour tous les états."
    next_en = (
        "Export the version in force, or ask for the evidence pack, which exists for every state."
    )


class NoPersonalData(CallerProblem):
    code = "agreement_without_personal_data"
    status = 409
    fr = "La convention {agreement} n'a pas de volet sur les données personnelles : le registre de l'article 30 n'a pas de ligne pour elle."
    en = "Agreement {agreement} has no block on personal data: the article 30 register has no line for it."
    next_fr = "Rien à inscrire. Si des données personnelles sont en jeu, proposez une nouvelle version qui le dit."
    next_en = "Nothing to enter. If personal data are at stake, propose a new version that says so."


class NothingProposed(CallerProblem):
    code = "agreement_never_proposed"
    status = 409
    fr = "Aucune version de la convention {convention} n'a été déposée : il n'y a rien à prouver."
    en = "No version of agreement {convention} was ever submitted: there is nothing to prove."
    next_fr = "Déposez le projet d'abord."
    next_en = "Submit the draft first."
