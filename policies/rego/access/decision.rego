# METADATA
# title: What a subject may see of datasets
# description: |
#   One question about all the datasets of a query, with every fact needed; one decision.
#   A dataset may be discovered, and read through branches: its owner's, an open one, those of
#   agreements. What no branch gives is denied, and the denial says what to ask for.
# scope: package
package access

# METADATA
# description: A question that is not well formed is answered for no dataset at all.
# entrypoint: true
# scope: document
default decision := {"contract": "interco.access/1", "datasets": {}, "valid_until": null}

decision := {
	"contract": "interco.access/1",
	"datasets": {dataset.id: answer(input, dataset) | some dataset in input.datasets},
	"valid_until": nearest_boundary(input),
} if {
	well_formed(input)
}

# What may not be discovered is answered as what does not exist.
answer(question, dataset) := {"discoverable": false, "allow": false, "branches": [], "denials": []} if {
	not in_scope(question, dataset)
} else := {"discoverable": false, "allow": false, "branches": [], "denials": []} if {
	not discoverable(question, dataset)
} else := {"discoverable": true, "allow": false, "branches": [], "denials": []} if {
	question.action == "discover"
} else := {"discoverable": true, "allow": true, "branches": found, "denials": []} if {
	found := branches(question, dataset)
	count(found) > 0
} else := {"discoverable": true, "allow": false, "branches": [], "denials": refusals} if {
	refusals := denials(question, dataset)
}

# A run reads by the consent alone what it is consented to: no agreement adds rows to it.
branches(question, dataset) := [] if {
	for_another_purpose(question)
} else := consented if {
	consented := consented_branches(question, dataset)
	count(consented) > 0
} else := passed_on(question, dataset) if {
	by_link(question)
} else := own_branches(question, dataset)

own_branches(question, dataset) := [branch |
	some family in [
		owner_branches(question, dataset),
		open_branches(question, dataset),
		agreement_branches(question, dataset),
	]
	some branch in family
]

# The first start or end after now: until then, time changes nothing in this decision.
nearest_boundary(question) := min(boundaries_ahead(question)) if {
	count(boundaries_ahead(question)) > 0
} else := null

boundaries_ahead(question) := (agreement_boundaries(question) | mandate_boundaries(question)) | consent_boundaries(question)

# What may be discovered does not depend on the dates of agreements.
agreement_boundaries(question) := {instant |
	question.action == "read"
	some agreement in question.agreements
	some instant in [agreement.starts_at, agreement.ends_at]
	instant > question.now
}

mandate_boundaries(question) := {instant |
	some mandate in question.mandates
	some instant in [mandate.starts_at, mandate.ends_at]
	instant != null
	instant > question.now
}
