"""Why a paper is not printed."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class PaperNotPrinted(CallerProblem):
    code = "paper_not_printed"
    status = 422
    fr = "Ce document n'a pas pu être mis en page dans les limites de temps et de mémoire."
    en = "This document could not be laid out within the limits of time and memory."
    next_fr = "Téléchargez-le en page web ou en tableur, ou figez une réponse plus courte."
    next_en = "Download it as a web page or a workbook, or freeze a shorter answer."
