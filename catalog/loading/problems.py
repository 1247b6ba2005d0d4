"""Problems that stop the loading of reference data: whole files, never one line among thousands."""

from __future__ import annotations

from catalog.loading.findings import Findings
from catalog.model.problem import CallerProblem


class UnknownTable(CallerProblem):
    code = "unknown_reference_table"
    fr = "Le fichier « {file} » n'est reconnu à aucune de ses colonnes : {columns}."
    en = 'The file "{file}" is recognised by none of its columns: {columns}.'
    next_fr = "Colonnes attendues : {expected}."
    next_en = "Expected columns: {expected}."


class MissingTable(CallerProblem):
    code = "missing_reference_table"
    fr = "Il manque un fichier : {what_fr}."
    en = "A file is missing: {what_en}."
    next_fr = "Ajoutez ce fichier à la commande ; les autres restent les mêmes."
    next_en = "Add that file to the command; the others stay the same."


class UnreadableTable(CallerProblem):
    code = "unreadable_reference_file"
    fr = "Le fichier « {file} » ne se lit pas : {why_fr}."
    en = 'The file "{file}" cannot be read: {why_en}.'
    next_fr = "Donnez un fichier CSV en UTF-8 avec une ligne d'en-tête, ou un fichier Parquet."
    next_en = "Give a CSV file in UTF-8 with a header line, or a Parquet file."


class UnknownVintage(CallerProblem):
    code = "unknown_vintage"
    fr = "Le millésime {vintage} n'est pas connu ; ceux qui le sont vont de {first} à {last}."
    en = "The vintage {vintage} is not known; known ones go from {first} to {last}."
    next_fr = "Indiquez avec --vintage l'année de la carte sur laquelle les codes se lisent."
    next_en = "Give with --vintage the year of the map on which the codes are read."


class EpciNotOnTheMap(CallerProblem):
    code = "epci_not_on_the_map"
    fr = "La carte de {vintage} n'a aucune commune de l'EPCI {siren}."
    en = "The map of {vintage} has no commune of the EPCI {siren}."
    next_fr = "Vérifiez son SIREN ; les membres d'un syndicat viennent des fichiers de BANATIC."
    next_en = "Check its SIREN; the members of a syndicat come from BANATIC's files."


class CompetencesNotSaid(CallerProblem):
    code = "competences_not_said"
    fr = "Rien ne dit encore quelles compétences l'EPCI {siren} exerce."
    en = "Nothing says yet which competences the EPCI {siren} exercises."
    next_fr = "Donnez leur code BANATIC : --competence 1510, autant de fois qu'il le faut."
    next_en = "Give their BANATIC codes: --competence 1510, as often as needed."


class NotTheNextVintage(CallerProblem):
    code = "not_the_next_vintage"
    fr = "La liste de {vintage} n'est pas celle qui suit : le dernier millésime est {last}."
    en = "The list of {vintage} is not the next one: the last vintage is {last}."
    next_fr = "Chargez d'abord la liste de {following}, avec les mouvements qui y mènent."
    next_en = "Load the list of {following} first, with the movements that lead to it."


class VintageWithoutYear(CallerProblem):
    code = "vintage_without_year"
    fr = "De quelle année est la liste de communes « {file} » ? Son nom ne le dit pas."
    en = 'Of which year is the list of communes "{file}"? Its name does not say.'
    next_fr = "Indiquez l'année avec --vintage, une liste à la fois."
    next_en = "Give the year with --vintage, one list at a time."


class ReferenceRefused(CallerProblem):
    """`lines` tell each cause, with its count and examples."""

    code = "reference_refused"
    status = 422
    fr = "Les fichiers sont refusés, rien n'a changé. Causes qui arrêtent : {count}."
    en = "The files are refused, nothing changed. Causes that stop: {count}."
    next_fr = "Corrigez les lignes citées plus haut, puis recommencez."
    next_en = "Correct the lines told above, then try again."

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        super().__init__(count=sum(cause.stops for cause in findings.counts))


class NothingToLoad(CallerProblem):
    code = "nothing_to_load"
    fr = "Aucune ligne de ces fichiers ne peut être reprise."
    en = "No line of these files can be taken."
    next_fr = "Lisez les causes citées plus haut ; le millésime est-il le bon ?"
    next_en = "Read the causes told above; is the vintage the right one?"
