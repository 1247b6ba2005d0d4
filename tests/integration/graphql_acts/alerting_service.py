"""A made-up service whose list of alerts is chosen by its settings: the first communes run, of
which the first ones are over.
"""

import json

SERVICE, ACTIVATION = "communes-signalees", "valcobreizh-communes-signalees"
LIST = "Les communes à voir"
DESCRIPTION = """
id: communes-signalees
version: 1.0.0
title: {fr: Communes signalées, en: Communes to see}
description: {fr: Des communes à voir., en: Communes to see.}
licence: EUPL-1.2
publisher: {siren: "200090884", name: SMICTOM Valcobreizh}
changelog: [{version: 1.0.0, fr: Première version., en: First version.}]
requires:
  collectes:
    label: {fr: les pesées, en: the weighings}
    standard: interco-collecte-dechets
    fields:
      commune: {label: {fr: la commune, en: the commune}, type: text, concept: commune}
      jour: {label: {fr: le jour, en: the day}, type: date, concept: date_collecte}
parameters:
  connues: {type: integer, default: 1, fr: Combien sont signalées., en: How many are told.}
  finies: {type: integer, default: 0, fr: Combien sont finies., en: How many are over.}
steps:
  - {name: communes, query: communes.sql}
  - {name: rangs, query: rangs.sql}
  - {name: signalees, query: signalees.sql}
  - {name: jours, query: jours.sql}
answer:
  - path: [seen]
    step: signalees
    form: rows
    nulls: true
    view:
      kind: table
      detail:
        key: [lieu, depuis]
        curve: {table: days, by: {lieu: place}, day: jour, value: pesees, since: depuis, until: fin}
  - {path: [days], step: jours, form: rows, view: {kind: data}}
labels:
  seen: {fr: Les communes à voir, en: The communes to see}
  days: {fr: Les jours, en: The days}
  pesees: {fr: Pesées du jour, en: Weighings of the day}
  jour: {fr: Jour, en: Day}
  place: {fr: Commune, en: Commune}
  lieu: {fr: Commune, en: Commune}
  depuis: {fr: Depuis le, en: Since}
  fin: {fr: Jusqu'au, en: Until}
alerts: {table: seen, key: [lieu, depuis], ended: fin}
"""
QUERIES = {
    "jours.sql": """SELECT commune AS place, jour, count(*) AS pesees
      FROM collectes GROUP BY commune, jour ORDER BY commune, jour""",
    "communes.sql": """SELECT commune AS lieu, min(jour) AS depuis, max(jour) AS dernier
      FROM collectes GROUP BY commune""",
    "rangs.sql": """SELECT lieu, depuis, dernier, row_number() OVER (ORDER BY lieu) AS rang
      FROM communes""",
    "signalees.sql": """SELECT r.lieu, r.depuis,
        CASE WHEN r.rang <= p.finies THEN r.dernier END AS fin
      FROM rangs r CROSS JOIN parametres p WHERE r.rang <= p.connues ORDER BY r.lieu""",
}


def content_of_it(folder):
    """As it is published; `folder` is empty."""
    from services_run.content import content_of

    (folder / "queries").mkdir()
    (folder / "service.yaml").write_text(DESCRIPTION, "utf-8")
    for name, text in QUERIES.items():
        (folder / "queries" / name).write_text(text, "utf-8")
    content = content_of(folder)
    assert json.loads(content)
    return content
