package access

import data.shapes

# Whose rights count: the agent's own organisation's, or under a mandate the principal's instead.
reading_organisation(question) := question.subject.organisation if {
	acts_for_own_organisation(question)
} else := question.on_behalf_of if {
	count(query_mandates(question)) > 0
}

acts_for_own_organisation(question) if {
	question.on_behalf_of == null
	identified(question.subject)
	question.subject.organisation != null
}

# A known role makes an agent one of the body: without any, they are a stranger to it.
identified(subject) if {
	subject.agent != null
	subject.kind in {"person", "machine"}
	shapes.has_role(subject)
}

identified(subject) if {
	subject.agent != null
	subject.kind == "key"
}

# From the principal to the agent's own organisation, for queries, in force now.
query_mandates(question) := [mandate |
	identified(question.subject)
	some mandate in question.mandates
	mandate.principal == question.on_behalf_of
	mandate.mandatary == question.subject.organisation
	mandate.principal != mandate.mandatary
	"query" in mandate.actions
	holds_now(mandate, question.now)
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

# In one's own right, everything that one was granted.
mandate_covers(question, _) if acts_for_own_organisation(question)

# A mandate without competences is for all of them; one for some, only for what their territory
# bounds.
mandate_covers(question, agreement) if {
	some mandate in query_mandates(question)
	competences_within(agreement.competences, mandate.competences)
}

competences_within(_, allowed) if count(allowed) == 0

competences_within(competences, allowed) if {
	count(competences) > 0
	every competence in competences {
		competence in allowed
	}
}

# The principal's own data, only where the mandate names them.
mandate_opens(question, dataset) if {
	some mandate in query_mandates(question)
	dataset.owner == mandate.principal
	dataset.id in mandate.datasets
}
