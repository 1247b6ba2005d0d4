"""The law's refusal where data is not hosted as somebody demands."""

from __future__ import annotations

from catalog.model.problem import DeniedProblem


class HostingNotMet(DeniedProblem):
    """`parts` names each part and what it lacks; `turn` whoever can change them."""

    code = "hosting_not_met"
    fr = (
        "« {dataset} » n'est pas lu : son hébergement n'est pas celui qui est exigé. "
        "En cause : {parts_fr}."
    )
    en = '"{dataset}" is not read: it is not hosted as is demanded. What falls short: {parts_en}.'
    next_fr = (
        "Demandez à {turn_fr} de changer cet hébergement, ou d'en dire ce qui est inconnu ; "
        "sinon, à qui l'a exigé de revoir son exigence."
    )
    next_en = (
        "Ask {turn_en} to change that hosting, or to say what is unknown of it; else ask whoever "
        "demands it to review the demand."
    )
