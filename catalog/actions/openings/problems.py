"""Problems of opening data, and of confirming that they are opened."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class PersonalNeverOpen(CallerProblem):
    code = "personal_never_open"
    status = 422
    fr = "Ces colonnes de « {dataset} » concernent des personnes et ne s'ouvrent pas : {columns}."
    en = 'These columns of "{dataset}" are about people and are never opened: {columns}.'
    next_fr = "Retirez-les de ce que vous ouvrez. Si l'une d'elles ne concerne personne, corrigez d'abord sa description : un signataire le confirmera, puis elle pourra s'ouvrir."
    next_en = "Leave them out of what you open. If one of them is about nobody, first correct its description: an approver will confirm it, and it may be opened then."


class NothingToConfirm(CallerProblem):
    code = "nothing_to_confirm"
    status = 404
    fr = "Aucune ouverture n'attend pour « {dataset} » : elle a été confirmée, refusée ou retirée."
    en = 'No opening waits for "{dataset}": it was confirmed, refused or withdrawn.'
    next_fr = "Regardez ces données telles qu'elles sont ; proposez de les ouvrir s'il le faut."
    next_en = "Look at these data as they are; propose to open them if need be."


class OpeningChanged(CallerProblem):
    code = "opening_changed"
    status = 409
    fr = "Ce qui serait ouvert de « {dataset} » a changé depuis que vous l'avez lu."
    en = 'What would be opened of "{dataset}" has changed since you read it.'
    next_fr = "Relisez ce qui serait ouvert, puis confirmez."
    next_en = "Read again what would be opened, then confirm."


class NoReasonToRefuse(CallerProblem):
    code = "no_reason_to_refuse"
    status = 422
    fr = "Un refus donne sa raison, en 500 signes au plus."
    en = "A refusal gives its reason, in 500 characters at most."
    next_fr = "Dites pourquoi ces données ne doivent pas s'ouvrir ainsi."
    next_en = "Say why these data must not be opened like this."
