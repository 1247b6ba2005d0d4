package access

import data.shapes

# The owner lets one text of a service read some columns of its own rows: whoever runs that service,
# for the purpose said, and by nothing but a run. Nobody else, under a mandate or by a key; nothing
# personal; all the columns or none, and not one that was classified higher since.
consented_branches(question, dataset) := [branch |
	some consent in consents_to(question, dataset)
	every id, classification in consent.columns {
		dataset.columns[id] <= classification
	}
	count(shortfalls(question, dataset, {})) == 0
	branch := {
		"agreement": consent.id,
		"columns": {id: {"transform": "clear", "constant": null} | some id, _ in consent.columns},
		"rows": {"kind": "compare", "column": consent.body_column, "op": "eq", "values": [dataset.owner]},
		"output": "detail",
		"reasons": ["consent_to_a_service"],
	}
]

consents_to(question, dataset) := [consent |
	run := question.run
	acts_for_own_organisation(question)
	question.subject.kind == "person"
	question.subject.organisation != dataset.owner
	not personal(dataset)
	some consent in run.consents
	consent.dataset == dataset.id
	consent.owner == dataset.owner
	consent.service == run.service
	consent.digest == run.digest
	consent.binding == run.bindings[dataset.id]
	consent.purpose == question.purpose
	question.purpose in question.subject.purposes
	consent.starts_at <= question.now
	question.now < consent.ends_at
]

# A run is known to exist where it may be read; without columns, as everything that is discovered.
discoverable(question, dataset) if count(consents_to(question, dataset)) > 0

consent_boundaries(question) := {instant |
	some consent in question.run.consents
	some instant in [consent.starts_at, consent.ends_at]
	instant > question.now
}

well_formed_run(question) if not "run" in object.keys(question)

well_formed_run(question) if {
	run := question.run
	is_object(run)
	object.keys(run) == {"service", "digest", "bindings", "consents"}
	shapes.filled_text(run.service)
	shapes.filled_text(run.digest)
	is_object(run.bindings)
	every id, digest in run.bindings {
		shapes.filled_text(id)
		shapes.filled_text(digest)
	}
	is_array(run.consents)
	every consent in run.consents {
		well_formed_consent(consent)
	}
	count({consent.id | some consent in run.consents}) == count(run.consents)
}

well_formed_consent(consent) if {
	is_object(consent)
	object.keys(consent) == {
		"id", "dataset", "owner", "service", "digest", "binding", "purpose",
		"starts_at", "ends_at", "columns", "body_column",
	}
	citation(consent.id)
	startswith(consent.id, "consent-")
	shapes.filled_text(consent.dataset)
	shapes.siren(consent.owner)
	shapes.filled_text(consent.service)
	shapes.filled_text(consent.digest)
	shapes.filled_text(consent.binding)
	shapes.filled_text(consent.purpose)
	shapes.utc_instant(consent.starts_at)
	shapes.utc_instant(consent.ends_at)
	is_object(consent.columns)
	consent.body_column in object.keys(consent.columns)
	every _, classification in consent.columns {
		classification in {0, 1}
	}
}
