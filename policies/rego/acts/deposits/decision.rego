# METADATA
# title: Who may leave a file in a deposit, and take the last one back
# description: |
#   What is deposited is the depositor's: a steward of that very organisation acts, signed in well
#   enough to prepare. A machine by its key adds versions to the datasets that the key was made for,
#   through that door alone; it makes no dataset and takes nothing back. A contractor's steward adds
#   versions to the datasets that a mandate of their owner's names, and does no more either.
# scope: package
package acts.deposits

import data.shapes

# METADATA
# description: A question that is not well formed allows nothing and names no reason.
# entrypoint: true
# scope: document
default decision := {"contract": "interco.acts/1", "allow": false, "denials": []}

decision := {
	"contract": "interco.acts/1",
	"allow": count(denials(input)) == 0,
	"denials": denials(input),
} if {
	well_formed(input)
}

denials(question) := mandate_denials(question) if {
	question.on_behalf_of != null
} else := key_denials(question) if {
	question.subject.kind == "key"
} else := [denial("act_role_required", ["steward"])] if {
	not steward(question.subject)
} else := [denial("act_other_organisation", [])] if {
	question.subject.organisation != question.owner
} else := [denial("sign_in_too_weak", ["draft"])] if {
	not "draft" in question.proves
} else := []

mandate_denials(question) := [denial("act_not_under_mandate", [])] if {
	not mandated_act(question)
} else := [denial("act_role_required", ["steward"])] if {
	not steward(question.subject)
} else := [denial("act_mandate_required", ["deposit"])] if {
	count(covering_mandates(question)) == 0
} else := [denial("sign_in_too_weak", ["draft"])] if {
	not "draft" in question.proves
} else := []

# A version more, of a dataset that is there: nothing is made or taken back for somebody else.
mandated_act(question) if {
	question.act == "deposit"
	question.dataset != null
	question.subject.kind != "key"
}

# From the owner to the agent's own organisation, in force now, for this very dataset.
covering_mandates(question) := [mandate |
	some mandate in question.mandates
	mandate.principal == question.on_behalf_of
	mandate.principal == question.owner
	mandate.mandatary == question.subject.organisation
	mandate.principal != mandate.mandatary
	"deposit" in mandate.actions
	question.dataset in mandate.datasets
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

key_denials(question) := [denial("act_other_organisation", [])] if {
	question.subject.organisation != question.owner
} else := [] if {
	question.act == "deposit"
	question.dataset in question.scope.datasets
	"deposits" in question.scope.doors
} else := [denial("act_outside_key", [])]

steward(subject) if {
	subject.kind in {"person", "machine"}
	"steward" in subject.roles
	subject.organisation != null
}

denial(code, sections) := {"code": code, "sections": sections}

# `dataset` is null for one that the deposit would make; `scope` is what a key was made for, and
# nobody else has one.
well_formed(question) if {
	is_object(question)
	object.keys(question) == {
		"subject", "proves", "on_behalf_of", "act", "now", "owner", "dataset", "scope", "mandates",
	}
	shapes.well_formed_subject(question.subject)
	shapes.well_formed_proves(question.proves)
	shapes.siren_or_null(question.on_behalf_of)
	question.act in {"deposit", "undo_deposit"}
	shapes.utc_instant(question.now)
	shapes.siren(question.owner)
	shapes.text_or_null(question.dataset)
	is_array(question.mandates)
	every mandate in question.mandates {
		well_formed_mandate(mandate)
	}
	scoped_as_its_kind(question)
}

well_formed_mandate(mandate) if {
	is_object(mandate)
	object.keys(mandate) == {
		"id", "principal", "mandatary", "actions", "competences",
		"datasets", "starts_at", "ends_at",
	}
	shapes.filled_text(mandate.id)
	shapes.siren(mandate.principal)
	shapes.siren(mandate.mandatary)
	shapes.text_list(mandate.actions)
	shapes.text_list(mandate.competences)
	shapes.text_list(mandate.datasets)
	shapes.utc_instant(mandate.starts_at)
	ends_at_or_null(mandate.ends_at)
}

ends_at_or_null(ends_at) if ends_at == null

ends_at_or_null(ends_at) if shapes.utc_instant(ends_at)

scoped_as_its_kind(question) if {
	question.subject.kind == "key"
	object.keys(question.scope) == {"datasets", "doors"}
	shapes.text_list(question.scope.datasets)
	shapes.text_list(question.scope.doors)
}

scoped_as_its_kind(question) if {
	question.subject.kind != "key"
	question.scope == null
}
