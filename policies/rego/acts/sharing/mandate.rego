package acts.sharing

# For whom: the agent's own organisation, or the principal of a mandate.
acting_for(question) := question.subject.organisation if {
	question.on_behalf_of == null
} else := question.on_behalf_of

# From the principal to the agent's own organisation, in force now, for this act and this agreement.
covering_mandates(question) := [mandate |
	some mandate in question.mandates
	mandate.principal == question.on_behalf_of
	mandate.mandatary == question.subject.organisation
	mandate.principal != mandate.mandatary
	holds_now(mandate, question.now)
	some action in mandate.actions
	action in mandate_actions(question)
	competences_within(question.agreement.competences, mandate.competences)
	opens_dataset(question, mandate)
]

# Half-open, as every start and end is.
holds_now(mandate, now) if {
	mandate.starts_at <= now
	mandate.ends_at == null
}

holds_now(mandate, now) if {
	mandate.starts_at <= now
	mandate.ends_at != null
	now < mandate.ends_at
}

# What a mandate must be for. On the side of the data, preparing is a steward's work.
mandate_actions(question) := ["steward"] if {
	question.act in acts_that_prepare
	question.on_behalf_of == question.agreement.grantor
} else := ["request"] if {
	question.act in acts_that_prepare
} else := ["approve"] if {
	question.act in {"approve", "suspend", "resume", "revoke"}
} else := ["approve", "steward"] if {
	question.act == "preview"
	question.on_behalf_of == question.agreement.grantor
} else := ["approve", "request"] if {
	question.act == "preview"
} else := []

acts_that_prepare := {"draft", "amend", "submit", "request_changes", "withdraw", "refuse", "remind"}

competences_within(_, allowed) if count(allowed) == 0

competences_within(competences, allowed) if {
	count(competences) > 0
	every competence in competences {
		competence in allowed
	}
}

# The principal's own data are spoken for only where the mandate names them.
opens_dataset(question, _) if question.on_behalf_of != question.agreement.grantor

opens_dataset(question, mandate) if {
	question.on_behalf_of == question.agreement.grantor
	question.agreement.dataset in mandate.datasets
}
