"""Problems that may be told instead of an explanation."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem


class AccessOfOthers(DeniedProblem):
    code = "access_of_others"
    fr = "Seuls le référent et le DPO du propriétaire voient ce qu'un autre organisme y lirait."
    en = "Only the owner's steward and DPO see what another organisation would read of it."
    next_fr = "Retirez « organisation » pour voir votre propre accès, ou demandez au propriétaire."
    next_en = 'Remove "organisation" to see your own access, or ask the owner.'


class TooManyExplanations(CallerProblem):
    code = "too_many_explanations"
    fr = "Une requête peut demander {limit} explications au plus."
    en = "A request may ask for {limit} explanations at most."
    next_fr = "Posez-les en plusieurs requêtes."
    next_en = "Ask for them in several requests."


class TooManyVersions(CallerProblem):
    code = "too_many_versions"
    fr = "Le catalogue a changé plus de {limit} fois dans ce temps : c'est trop à la fois."
    en = "The catalog changed more than {limit} times in that time: that is too much at once."
    next_fr = "Demandez un temps plus court, plusieurs fois."
    next_en = "Ask for a shorter time, several times."


class TimeUpsideDown(CallerProblem):
    code = "time_upside_down"
    fr = "La fin demandée ne vient pas après le début."
    en = "The end that is asked for does not come after the beginning."
    next_fr = "Donnez un début, puis une fin plus tardive."
    next_en = "Give a beginning, then a later end."


class VariablesNotJson(CallerProblem):
    code = "variables_not_json"
    fr = "« variables » doit être un objet JSON, écrit en texte."
    en = '"variables" must be a JSON object, written as text.'
    next_fr = "Écrivez chaque variable sous son nom, sans le dollar, entre accolades."
    next_en = "Write each variable under its name, without the dollar, between braces."


class RowKeyMismatch(CallerProblem):
    code = "row_key_mismatch"
    fr = "La clé primaire de « {dataset} » a {count} colonnes : {columns}."
    en = 'The primary key of "{dataset}" has {count} columns: {columns}.'
    next_fr = "Donnez une valeur pour chacune, dans cet ordre."
    next_en = "Give one value for each, in that order."


class NoRowKey(CallerProblem):
    code = "no_row_key"
    fr = "« {dataset} » n'a pas de clé primaire : une ligne ne peut pas y être désignée."
    en = '"{dataset}" has no primary key: a row of it cannot be named.'
    next_fr = "Déclarez sa clé primaire, ou cherchez la ligne par une requête."
    next_en = "Declare its primary key, or look for the row with a query."


class NegativeCost(CallerProblem):
    code = "negative_cost"
    fr = "Un coût à répartir n'est pas négatif."
    en = "A cost to be shared out is not negative."
    next_fr = "Donnez ce que coûte un mois, en centimes, ou rien."
    next_en = "Give what a month costs, in cents, or nothing."
