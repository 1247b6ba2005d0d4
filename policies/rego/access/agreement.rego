package access

agreement_branches(question, dataset) := [branch |
	some agreement in agreements_between(question, dataset)
	in_force(agreement, question.now)
	purpose_serves(question, agreement)
	sound_rows(agreement.rows, dataset.columns)
	columns := granted_columns(agreement, dataset)
	count(columns) > 0
	count(shortfalls(question, dataset, agreement)) == 0
	branch := {
		"agreement": agreement.id,
		"columns": columns,
		"rows": agreement.rows,
		"output": agreement.output,
		"reasons": ["agreement_in_force"],
	}
]

# Signed by both, over this dataset, from its owner to the organisation whose rights count.
agreements_between(question, dataset) := signed_between(question, dataset, standing)

# Told to whom they gave it, and otherwise as if they had never been.
revoked_between(question, dataset) := signed_between(question, dataset, {"revoked"})

standing := {"approved", "active", "suspended", "expired"}

signed_between(question, dataset, states) := [agreement |
	reader := reading_organisation(question)
	some agreement in question.agreements
	agreement.dataset == dataset.id
	agreement.grantor == dataset.owner
	agreement.grantee == reader
	agreement.grantee != agreement.grantor
	agreement.state in states
	mandate_covers(question, agreement)
]

# Approved is not begun: the clock begins it, once nothing stands against it. Half-open: the
# instant of the end is outside.
in_force(agreement, now) if {
	agreement.state == "active"
	not suspended(agreement)
	agreement.starts_at <= now
	now < agreement.ends_at
}

# Nothing is read by it while one suspension stands, whatever its state says.
suspended(agreement) if agreement.state == "suspended"

suspended(agreement) if count(agreement.suspended_by) > 0

# Said in the request, assigned to the agent, and covered by the agreement.
purpose_serves(question, agreement) if {
	question.purpose in question.subject.purposes
	question.purpose in agreement.purposes
}

# A column that is gone, or that was classified higher since the signature, is no longer given; nor
# is one under a transform that is not known here.
granted_columns(agreement, dataset) := object.union(
	{id: plain_cells[granted] |
		some id, granted in agreement.columns
		dataset.columns[id] <= granted.classification
	},
	{id: {"transform": "constant", "constant": granted.constant} |
		some id, granted in agreement.columns
		granted.transform == "constant"
		granted.constant != null
		dataset.columns[id] <= granted.classification
	},
)

# The cell that each grant without a constant gives. Grants are what a question holds most of: one
# look finds whether it is exactly of this form, and what it gives.
plain_cells := {grant: cell |
	some classification in classifications
	some transform in ["clear", "null", "keyed_hash", "month", "year", "commune", "epci"]
	cell := {"transform": transform, "constant": null}
	grant := {"classification": classification, "transform": transform, "constant": null}
}
