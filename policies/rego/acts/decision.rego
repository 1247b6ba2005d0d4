# METADATA
# title: Who may apply a declaration (catalog as code)
# description: |
#   The operator declares anything for any organisation; a steward, the storages, datasets and
#   drafts of agreements of their own. Nobody declares an approval: people give those, one by one.
# scope: package
package acts

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

denials(question) := right_denials(question) if {
	count(right_denials(question)) > 0
} else := [denial("act_person_required", [])] if {
	strength_needed(question.sections) == "approve"
	question.subject.kind != "person"
} else := [denial("sign_in_too_weak", [strength_needed(question.sections)])] if {
	not strength_needed(question.sections) in question.proves
} else := []

right_denials(question) := array.concat(role_denials(question), approval_denials(question))

# Who says who has which role binds as whoever signs; to declare nothing is to look.
strength_needed(sections) := "approve" if {
	some section in sections
	section in {"agents", "approvals"}
} else := "draft" if {
	count(sections) > 0
} else := "read"

# What this person may not declare, whatever the moment.
role_denials(question) := [] if {
	operator(question.subject)
} else := [denial("role_required", question.sections)] if {
	not steward(question.subject)
} else := [denial("other_organisation", question.sections)] if {
	question.subject.organisation != question.organisation
} else := [denial("section_reserved", reserved)] if {
	reserved := [section | some section in question.sections; not section in stewarded]
	count(reserved) > 0
} else := []

# The demo's own data are the one exception: nobody signed anything there.
approval_denials(question) := [denial("approval_refused", ["approvals"])] if {
	"approvals" in question.sections
	not question.demo
} else := []

# "agreements" are drafts; hosts and agents are the operator's, and so is who belongs to whom, since
# a membership widens a territory. Approvals are refused by their own rule.
stewarded := {"storages", "datasets", "agreements"}

operator(subject) if {
	identified(subject)
	"operator" in subject.roles
}

steward(subject) if {
	identified(subject)
	"steward" in subject.roles
	subject.organisation != null
}

identified(subject) if subject.kind in {"person", "machine"}

denial(code, sections) := {"code": code, "sections": sections}

well_formed(question) if {
	is_object(question)
	object.keys(question) == {"subject", "proves", "action", "organisation", "sections", "demo"}
	shapes.well_formed_subject(question.subject)
	shapes.well_formed_proves(question.proves)
	question.action == "apply"
	shapes.siren(question.organisation)
	shapes.text_list(question.sections)
	every section in question.sections {
		section in {
			"organisation", "memberships", "hosts", "agents",
			"storages", "datasets", "agreements", "approvals",
		}
	}
	is_boolean(question.demo)
}
