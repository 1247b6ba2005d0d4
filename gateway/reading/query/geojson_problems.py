"""Refusals of GeoJSON: rows without a place, and places that are none."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class NoGeometry(CallerProblem):
    code = "no_geometry"
    status = 422
    fr = "Aucune colonne de cette réponse ne dit où sont ses lignes : ce n'est pas une carte."
    en = "No column of this answer says where its rows are: it is no map."
    next_fr = "Ajoutez à la question la commune, la longitude et la latitude, ou une colonne « geometry » en GeoJSON ; sinon, demandez un autre format."
    next_en = 'Add the commune, the longitude and latitude, or a column "geometry" in GeoJSON to the question; or ask for another format.'


class NotAPlace(CallerProblem):
    """The value is not repeated."""

    code = "not_a_place"
    status = 422
    fr = "La colonne « {column} » a une valeur qui n'est pas un lieu en degrés (WGS 84)."
    en = 'The column "{column}" has a value that is no place in degrees (WGS 84).'
    next_fr = "Demandez la réponse dans un autre format, et signalez la valeur au propriétaire des données."
    next_en = "Ask for the answer in another format, and tell the owner of the data of the value."
