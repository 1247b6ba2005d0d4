package access

# What to ask for, when no branch holds; the closed set of codes is policies.problems.DENIALS.
denials(question, dataset) := [denial("mandate_required", null, [])] if {
	question.on_behalf_of != null
} else := [denial("account_required", null, [])] if {
	not identified(question.subject)
} else := [denial("group_required", null, [])] if {
	question.subject.organisation == dataset.owner
} else := of_agreements if {
	of_agreements := [agreement_denial(question, agreement) |
		some agreement in agreements_between(question, dataset)
	]
	count(of_agreements) > 0
} else := [denial("no_agreement", null, [])]

# The first reason why this agreement gives nothing now, with the purposes that would do.
agreement_denial(question, agreement) := denial("agreement_expired", agreement.id, []) if {
	agreement.ends_at <= question.now
} else := denial("agreement_not_started", agreement.id, []) if {
	question.now < agreement.starts_at
} else := denial("purpose_not_assigned", agreement.id, agreement.purposes) if {
	count(usable_purposes(question, agreement)) == 0
} else := denial("purpose_required", agreement.id, usable_purposes(question, agreement)) if {
	question.purpose == null
} else := denial("purpose_not_assigned", agreement.id, usable_purposes(question, agreement)) if {
	not question.purpose in question.subject.purposes
} else := denial("purpose_not_covered", agreement.id, usable_purposes(question, agreement)) if {
	not question.purpose in agreement.purposes
} else := denial("agreement_outdated", agreement.id, [])

usable_purposes(question, agreement) := [purpose |
	some purpose in agreement.purposes
	purpose in question.subject.purposes
]

denial(code, agreement, purposes) := {"code": code, "agreement": agreement, "purposes": purposes}
