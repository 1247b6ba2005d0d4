"""Refusals of a workbook: what a spreadsheet cannot hold is no file, not a part of one."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class WorkbookTooLarge(CallerProblem):
    code = "workbook_too_large"
    status = 422
    fr = "La réponse a plus de {limit} {what_fr} : c'est trop pour un classeur."
    en = "The answer has more than {limit} {what_en}: too many for a workbook."
    next_fr = "Demandez-la en CSV ou en Parquet, ou réduisez la question."
    next_en = "Ask for it as CSV or Parquet, or narrow the question."


class CellTooLong(CallerProblem):
    code = "cell_too_long"
    status = 422
    fr = "Un texte de la colonne « {column} » dépasse {limit} caractères : un classeur ne le contient pas."
    en = 'A text of the column "{column}" is longer than {limit} characters: no workbook holds it.'
    next_fr = "Demandez la réponse en CSV, en JSON ou en Parquet."
    next_en = "Ask for the answer as CSV, JSON or Parquet."
