package access

# What to ask for, when no branch holds; the closed set of codes is policies.problems.DENIALS.
denials(question, dataset) := [denial("key_for_other_purposes", null, question.subject.purposes)] if {
	for_another_purpose(question)
} else := [denial("mandate_required", null, [])] if {
	not may_be_asked(question)
} else := [hosting_denial("hosting_not_met", null, found)] if {
	would_read(question, dataset)
	found := shortfalls(question, dataset, {})
	count(found) > 0
} else := link_denials(question, dataset) if {
	by_link(question)
	count(own_branches(question, dataset)) > 0
} else := [denial("mandate_not_covering", null, [])] if {
	outside_mandate(question, dataset)
} else := [denial("without_role", null, [])] if {
	lacks_role(question.subject)
} else := [denial("account_required", null, [])] if {
	not identified(question.subject)
} else := [denial("group_required", null, [])] if {
	reading_organisation(question) == dataset.owner
} else := of_agreements if {
	of_agreements := array.concat(
		[agreement_denial(question, dataset, agreement) |
			some agreement in agreements_between(question, dataset)
		],
		[ended_denial("agreement_revoked", agreement) |
			some agreement in revoked_between(question, dataset)
		],
	)
	count(of_agreements) > 0
} else := [denial("no_agreement", null, [])]

# Who has signed in, and has no role in their body or has lost the last one.
lacks_role(subject) if {
	subject.agent != null
	subject.kind in {"person", "machine"}
	not identified(subject)
}

# The first reason why this agreement gives nothing now, with the purposes that would do.
agreement_denial(question, dataset, agreement) := ended_denial("agreement_expired", agreement) if {
	ended(agreement, question.now)
} else := denial("agreement_suspended", agreement.id, []) if {
	agreement.state == "suspended"
} else := denial("agreement_not_started", agreement.id, []) if {
	not_begun(agreement, question.now)
} else := denial("purpose_not_assigned", agreement.id, agreement.purposes) if {
	count(usable_purposes(question, agreement)) == 0
} else := denial("purpose_required", agreement.id, usable_purposes(question, agreement)) if {
	question.purpose == null
} else := denial("purpose_not_assigned", agreement.id, usable_purposes(question, agreement)) if {
	not question.purpose in question.subject.purposes
} else := denial("purpose_not_covered", agreement.id, usable_purposes(question, agreement)) if {
	not question.purpose in agreement.purposes
} else := hosting_denial("hosting_not_met", agreement.id, found) if {
	found := shortfalls(question, dataset, agreement)
	count(found) > 0
} else := denial("agreement_outdated", agreement.id, [])

# What only the hosting stands against: whoever may not read it anyway is not told how it is kept.
would_read(question, dataset) if owner_reads(question, dataset)

would_read(question, dataset) if open_to(question, dataset)

ended(agreement, _) if agreement.state == "expired"

ended(agreement, now) if agreement.ends_at <= now

not_begun(agreement, _) if agreement.state == "approved"

not_begun(agreement, now) if now < agreement.starts_at

# The principal's own dataset, or an agreement of the principal's, that the mandate is not for.
outside_mandate(question, dataset) if {
	question.on_behalf_of == dataset.owner
	not mandate_opens(question, dataset)
}

outside_mandate(question, dataset) if {
	question.on_behalf_of != null
	count(agreements_between(question, dataset)) == 0
	some agreement in question.agreements
	agreement.dataset == dataset.id
	agreement.state in standing
}

usable_purposes(question, agreement) := [purpose |
	some purpose in agreement.purposes
	purpose in question.subject.purposes
]

denial(code, agreement, purposes) := {
	"code": code,
	"agreement": agreement,
	"purposes": purposes,
	"ended_at": null,
}

ended_denial(code, agreement) := {
	"code": code,
	"agreement": agreement.id,
	"purposes": [],
	"ended_at": agreement.ends_at,
}

# With what falls short, in one order: that of a set differs from engine to engine.
hosting_denial(code, agreement, found) := {
	"code": code,
	"agreement": agreement,
	"purposes": [],
	"ended_at": null,
	"shortfalls": [shortfall |
		some part in hosting_parts
		some fact in hosting_terms
		some known in [false, true]
		shortfall := {"part": part, "fact": fact, "known": known}
		shortfall in found
	],
}

# Told to whom could read it without the link, and to nobody else.
link_denials(question, dataset) := [denial("link_to_personal_data", null, [])] if {
	personal(dataset)
} else := [denial("link_awaits_consent", held.agreement, []) |
	some held in own_branches(question, dataset)
	onward_sharing(question, held.agreement) == "with_consent"
] if {
	some held in own_branches(question, dataset)
	onward_sharing(question, held.agreement) == "with_consent"
} else := [denial("onward_sharing_forbidden", held.agreement, []) |
	some held in own_branches(question, dataset)
]
