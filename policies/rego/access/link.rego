package access

import data.shapes

# Whoever has the address of a link reads what it gives: so it gives what its maker may pass on, and
# of that nothing of a dataset that holds anything personal.
by_link(question) if "link" in object.keys(question)

passed_on(question, dataset) := [branch |
	not personal(dataset)
	some held in own_branches(question, dataset)
	some branch in passable(question, held)
]

# One's own rows and open ones may be passed on; received ones, as their agreement says.
passable(question, held) := [held] if {
	held.agreement in {"owner", "open"}
} else := [object.union(held, {"output": "aggregate"})] if {
	onward_sharing(question, held.agreement) == "aggregates"
} else := [held] if {
	onward_sharing(question, held.agreement) == "with_consent"
	held.agreement in question.link.consents
} else := []

onward_sharing(question, citation) := [agreement.onward_sharing |
	some agreement in question.agreements
	agreement.id == citation
][0]

# A person's own link, for their own body; agreements say what may be passed on where there is one,
# and nowhere else.
well_formed_link(question) if {
	not by_link(question)
	every agreement in question.agreements {
		not "onward_sharing" in object.keys(agreement)
	}
}

well_formed_link(question) if {
	is_object(question.link)
	object.keys(question.link) == {"consents"}
	shapes.text_list(question.link.consents)
	question.subject.kind == "person"
	question.on_behalf_of == null
	not "run" in object.keys(question)
	every agreement in question.agreements {
		agreement.onward_sharing in {"none", "aggregates", "with_consent"}
	}
}
