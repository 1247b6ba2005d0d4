"""Problems of a body that has used its quota, and of an operator who sets one that cannot be."""

from __future__ import annotations

from datetime import date

from catalog.model.problem import CallerProblem


class QuotaRefused(CallerProblem):
    code = "quota_refused"
    status = 422
    fr = "Un quota est un nombre entier de 1 à {most} : « {given} » n'en est pas un."
    en = 'A quota is a whole number from 1 to {most}: "{given}" is none.'
    next_fr = "Corrigez-le, ou laissez-le vide pour ne rien limiter."
    next_en = "Fix it, or leave it empty to limit nothing."


class QuotaExceeded(CallerProblem):
    """`retry_after_s`: until the month turns, in Paris."""

    code = "quota_exceeded"
    status = 429
    fr = "{body} a utilisé son quota du mois : {limit_fr}."
    en = "{body} has used its quota of the month: {limit_en}."
    next_fr = "Vos lectures reprennent le {opens}, à l'heure de Paris ; l'exploitant de la plateforme peut relever ce quota avant. Le catalogue, les conventions, les signatures et les exports restent ouverts."
    next_en = "Your readings go on from {opens}, Paris time; the operator of the platform can raise this quota before. The catalog, agreements, signatures and exports stay open."

    def __init__(
        self, *, body: str, limit_fr: str, limit_en: str, opens: date, retry_after_s: int
    ) -> None:
        super().__init__(body=body, limit_fr=limit_fr, limit_en=limit_en, opens=opens)
        self.retry_after_s = retry_after_s


class DepositQuotaExceeded(CallerProblem):
    code = "deposit_quota_exceeded"
    status = 413
    fr = "Avec ce fichier, {body} garderait plus que son quota : {limit_fr}."
    en = "With this file, {body} would keep more than its quota: {limit_en}."
    next_fr = "Rien n'est perdu : ce qui est déposé se lit toujours. L'exploitant de la plateforme peut relever ce quota ; déposez ou confirmez ce fichier ensuite."
    next_en = "Nothing is lost: what is deposited is read as before. The operator of the platform can raise this quota; then deposit or confirm this file."
