# METADATA
# title: Who may leave a file in a deposit, and take the last one back
# description: |
#   What is deposited is the depositor's: a steward of that very organisation acts, signed in well
#   enough to prepare. A machine by its key adds versions to the datasets that the key was made for,
#   through that door alone; it makes no dataset and takes nothing back.
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

denials(question) := [denial("act_not_under_mandate", [])] if {
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
		"subject", "proves", "on_behalf_of", "act", "owner", "dataset", "scope",
	}
	shapes.well_formed_subject(question.subject)
	shapes.well_formed_proves(question.proves)
	shapes.siren_or_null(question.on_behalf_of)
	question.act in {"deposit", "undo_deposit"}
	shapes.siren(question.owner)
	shapes.text_or_null(question.dataset)
	scoped_as_its_kind(question)
}

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
