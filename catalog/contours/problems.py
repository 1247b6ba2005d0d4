"""Problems that stop the loading of contours, and the problem of a damaged file of them."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, OperatorProblem


class UnreadableContours(CallerProblem):
    code = "unreadable_contours"
    fr = "« {file} » ne se lit pas comme des contours de communes : {why_fr}."
    en = '"{file}" cannot be read as contours of communes: {why_en}.'
    next_fr = "Donnez un GeoJSON des communes en longitude et latitude (WGS 84), où chacune porte son code INSEE, tel que le publient l'IGN (Admin Express), geo.api.gouv.fr ou data.gouv.fr (contours administratifs)."
    next_en = "Give a GeoJSON of communes in longitude and latitude (WGS 84), each with its INSEE code, as IGN (Admin Express), geo.api.gouv.fr or data.gouv.fr (contours administratifs) publish it."


class ContoursNotFetched(CallerProblem):
    code = "contours_not_fetched"
    fr = "« {address} » n'a pas donné de fichier : {why_fr}."
    en = '"{address}" gave no file: {why_en}.'
    next_fr = "Vérifiez l'adresse et le réseau de cette machine, ou téléchargez le fichier et donnez son chemin."
    next_en = (
        "Check the address and this machine's network, or download the file and give its path."
    )


class DamagedContours(OperatorProblem):
    code = "damaged_contours"
    fr = "Le fichier des contours de communes de cette installation est abîmé."
    en = "This installation's file of contours of communes is damaged."
    next_fr = (
        "L'exploitant le refait avec « ./interco reference load-contours », ou l'efface : les cartes "
        "ont alors les tracés qui viennent avec Interco."
    )
    next_en = 'The operator makes it again with "./interco reference load-contours", or deletes it: maps then have the outlines that come with Interco.'
