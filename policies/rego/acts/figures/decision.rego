# METADATA
# title: Who may freeze a figure, correct it and see it
# description: |
#   A frozen figure is a body's own: its steward or approver freezes and corrects, its people see it
#   who may read for its purpose or answer for the body. What an agreement gives for one request
#   alone, data about people that is kept for a time only, what few of the body may read, and what
#   has ended are never kept in one. Its steward or approver sends its disputes to a contractor,
#   whose people that answer for it see what was sent.
# scope: package
package acts.figures

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
} else := [denial("act_role_required", roles_for[question.act])] if {
	not has_role(question)
} else := [denial("act_other_organisation", [])] if {
	question.subject.organisation != question.body
} else := [denial("sign_in_too_weak", ["draft"])] if {
	not question.act in acts_of_looking
	not "draft" in question.proves
} else := [denial("figure_not_to_be_kept", kept_by_none(question))] if {
	question.act in acts_of_keeping
	count(kept_by_none(question)) > 0
} else := []

acts_of_looking := {"see", "see_sent"}

acts_of_keeping := {"freeze", "correct"}

roles_for := {
	"freeze": ["steward", "approver"],
	"correct": ["steward", "approver"],
	"see": ["steward", "approver", "dpo"],
	"send": ["steward", "approver"],
	"see_sent": ["steward", "approver", "dpo"],
}

has_role(question) if {
	identified(question.subject)
	some role in question.subject.roles
	role in roles_for[question.act]
}

# Whoever could have asked the question may see what it answered.
has_role(question) if {
	question.act == "see"
	identified(question.subject)
	question.purpose in question.subject.purposes
}

has_role(question) if {
	question.act == "see"
	identified(question.subject)
	question.purpose == null
}

# Without a role, nobody is of the body.
identified(subject) if {
	subject.kind in {"person", "machine"}
	subject.organisation != null
	shapes.has_role(subject)
}

kept_by_none(question) := sort([source.name | some source in question.sources; passing(source)])

passing(source) if source.unitary

passing(source) if source.personal

passing(source) if source.for_few

passing(source) if not source.in_force

denial(code, sections) := {"code": code, "sections": sections}

well_formed(question) if {
	is_object(question)
	object.keys(question) == {
		"subject", "proves", "on_behalf_of", "act", "body", "purpose", "sources",
	}
	shapes.well_formed_subject(question.subject)
	shapes.well_formed_proves(question.proves)
	shapes.siren_or_null(question.on_behalf_of)
	question.act in object.keys(roles_for)
	shapes.siren(question.body)
	shapes.text_or_null(question.purpose)
	is_array(question.sources)
	every source in question.sources {
		well_formed_source(source)
	}
	sourced_as_its_act(question)
}

# What is frozen rests on something; what is seen was judged when it was frozen.
sourced_as_its_act(question) if {
	question.act in acts_of_keeping
	count(question.sources) > 0
}

sourced_as_its_act(question) if {
	not question.act in acts_of_keeping
	question.sources == []
}

well_formed_source(source) if {
	is_object(source)
	object.keys(source) == {"name", "unitary", "personal", "for_few", "in_force"}
	shapes.filled_text(source.name)
	is_boolean(source.unitary)
	is_boolean(source.personal)
	is_boolean(source.for_few)
	is_boolean(source.in_force)
}
