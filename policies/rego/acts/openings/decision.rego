# METADATA
# title: Who may open data that wait to be opened
# description: |
#   One person alone opens nothing to more people: whoever declares the data proposes, and an
#   approver of the body, another person, confirms with a second factor. An approver or the DPO
#   refuses; a steward takes it back. An approver whom the proposer, or somebody from outside the
#   body, has just appointed is no second hand. Only the demo's own installation opens its invented
#   data.
# scope: package
package acts.openings

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

denials(question) := installing_denials(question) if {
	question.act == "install"
} else := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [denial("act_person_required", [])] if {
	question.act in acts_of_people
	question.subject.kind != "person"
} else := [denial("act_role_required", roles_for[question.act])] if {
	not has_role(question)
} else := [denial("act_other_organisation", [])] if {
	question.subject.organisation != question.body
} else := [denial("sign_in_too_weak", [strength_needed[question.act]])] if {
	not strength_needed[question.act] in question.proves
} else := [denial("second_person_required", [])] if {
	question.act == "confirm"
	same_person(question)
} else := [denial("approver_too_new", [])] if {
	question.act == "confirm"
	appointed_from_the_same_hand(question)
} else := []

installing_denials(question) := [] if {
	question.demo
	question.subject.kind == "person"
	"operator" in question.subject.roles
	question.on_behalf_of == null
} else := [denial("second_person_required", [])]

acts_of_people := {"confirm", "refuse", "withdraw"}

acts := {"confirm", "refuse", "withdraw", "see", "install"}

roles_for := {
	"confirm": ["approver"],
	"refuse": ["approver", "dpo"],
	"withdraw": ["steward"],
	"see": ["steward", "approver", "dpo"],
}

# To open binds the body; to stop waits for no second factor.
strength_needed := {"confirm": "approve", "refuse": "draft", "withdraw": "draft", "see": "read"}

has_role(question) if {
	question.subject.kind in {"person", "machine"}
	question.subject.organisation != null
	some role in question.subject.roles
	role in roles_for[question.act]
}

same_person(question) if {
	question.proposed_by.agent == question.subject.agent
	question.proposed_by.issuer == question.issuer
}

# Who appointed them is told only until that is settled.
appointed_from_the_same_hand(question) if question.appointed_by.from_outside

appointed_from_the_same_hand(question) if {
	question.appointed_by.agent == question.proposed_by.agent
	question.appointed_by.issuer == question.proposed_by.issuer
}

denial(code, sections) := {"code": code, "sections": sections}

well_formed(question) if {
	is_object(question)
	object.keys(question) == {
		"subject", "issuer", "proves", "on_behalf_of", "act", "body", "proposed_by", "demo",
		"appointed_by",
	}
	shapes.well_formed_subject(question.subject)
	shapes.text_or_null(question.issuer)
	shapes.well_formed_proves(question.proves)
	shapes.siren_or_null(question.on_behalf_of)
	question.act in acts
	shapes.siren(question.body)
	well_formed_proposer(question)
	well_formed_appointment(question.appointed_by)
	is_boolean(question.demo)
}

well_formed_appointment(appointed_by) if appointed_by == null

well_formed_appointment(appointed_by) if {
	is_object(appointed_by)
	object.keys(appointed_by) == {"agent", "issuer", "from_outside"}
	is_string(appointed_by.agent)
	shapes.text_or_null(appointed_by.issuer)
	is_boolean(appointed_by.from_outside)
}

# Only what waits was proposed by somebody.
well_formed_proposer(question) if {
	question.act in {"see", "install"}
	question.proposed_by == null
}

well_formed_proposer(question) if {
	question.act in {"confirm", "refuse", "withdraw"}
	is_object(question.proposed_by)
	object.keys(question.proposed_by) == {"agent", "issuer"}
	is_string(question.proposed_by.agent)
	shapes.text_or_null(question.proposed_by.issuer)
}
