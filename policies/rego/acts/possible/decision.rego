# METADATA
# title: What somebody may do, asked of many acts at once
# description: |
#   The law of acts.sharing about each of them, and the roles that do it: what is shown as possible
#   is what is then allowed, once signed in as strongly as the act needs.
# scope: package
package acts.possible

import data.acts.sharing

# METADATA
# description: Where one question is not well formed, nothing is answered about any.
# entrypoint: true
# scope: document
default decision := {"contract": "interco.possible/1", "answers": []}

decision := {
	"contract": "interco.possible/1",
	"answers": [answer(question) | some question in questions(input)],
} if {
	well_formed(input)
	every question in questions(input) {
		sharing.well_formed(question)
	}
}

answer(question) := {
	"allow": count(sharing.right_denials(question)) == 0,
	"roles": sharing.roles_for[question.act],
	"needs_stronger": count(sharing.strength_denials(question)) > 0,
}

# Each as it would be asked alone.
questions(batch) := [question |
	some each in batch.asked
	question := {
		"subject": batch.subject,
		"proves": batch.proves,
		"issuer": batch.issuer,
		"on_behalf_of": batch.on_behalf_of,
		"now": batch.now,
		"mandates": batch.mandates,
		"act": each.act,
		"agreement": each.agreement,
		"mandate": null,
		"agent_organisation": null,
		"person": null,
	}
]

well_formed(batch) if {
	is_object(batch)
	object.keys(batch) == {"subject", "proves", "issuer", "on_behalf_of", "now", "mandates", "asked"}
	is_array(batch.asked)
	every each in batch.asked {
		is_object(each)
		object.keys(each) == {"act", "agreement"}
		each.act in sharing.agreement_acts
		sharing.roles_for[each.act]
	}
}
