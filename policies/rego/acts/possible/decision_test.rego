package acts.possible_test

import data.acts.possible
import data.acts.sharing

owner := "243500667"

syndicat := "200090884"

convention := {
	"grantor": owner,
	"grantee": syndicat,
	"proposed_by": owner,
	"dataset": "collectes",
	"competences": ["1510"],
	"approvals": [],
}

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": [],
}

batch(subject, acts) := {
	"subject": subject,
	"proves": ["approve", "draft", "read"],
	"issuer": "urn:idp",
	"on_behalf_of": null,
	"now": "2026-03-01T10:00:00Z",
	"mandates": [],
	"asked": [{"act": act, "agreement": convention} | some act in acts],
}

nothing := {"contract": "interco.possible/1", "answers": []}

test_each_act_is_answered_in_its_place if {
	decision := possible.decision with input as batch(person("approver", owner), ["submit", "approve", "revoke"])
	decision == {"contract": "interco.possible/1", "answers": [
		{"allow": false, "roles": ["steward"], "needs_stronger": false},
		{"allow": true, "roles": ["approver"], "needs_stronger": false},
		{"allow": true, "roles": ["approver", "dpo", "operator"], "needs_stronger": false},
	]}
}

test_each_answer_is_that_of_the_act_asked_alone if {
	acts := [act | some act, _ in sharing.roles_for; act in sharing.agreement_acts]
	every subject in [
		person("steward", owner), person("approver", syndicat), person("dpo", owner),
		person("operator", null), person("agent", owner), person("steward", "243500733"),
	] {
		answers := possible.decision.answers with input as batch(subject, acts)
		count(answers) == count(acts)
		every at, act in acts {
			alone := {
				"subject": subject, "proves": ["approve", "draft", "read"],
				"issuer": "urn:idp", "on_behalf_of": null,
				"now": "2026-03-01T10:00:00Z", "act": act, "agreement": convention,
				"mandate": null, "agent_organisation": null, "person": null, "mandates": [],
			}
			decision := sharing.decision with input as alone
			answers[at].allow == decision.allow
		}
	}
}

test_what_a_stronger_sign_in_would_allow_is_told_so if {
	weak := object.union(batch(person("approver", owner), ["preview", "approve", "submit"]), {"proves": ["read"]})
	decision := possible.decision with input as weak
	[[each.allow, each.needs_stronger] | some each in decision.answers] == [
		[true, false], [true, true], [false, true],
	]
}

test_nothing_asked_is_answered_by_nothing if {
	possible.decision == nothing with input as batch(person("steward", owner), [])
}

test_one_malformed_question_leaves_all_unanswered if {
	sound := batch(person("steward", owner), ["submit"])
	every changes in [
		{"subject": null},
		{"now": "2026-03-01"},
		{"proves": ["all"]},
		{"mandates": {}},
		{"asked": {}},
		{"asked": ["submit"]},
		{"asked": [{"act": "submit"}]},
		{"asked": [{"act": "submit", "agreement": null}]},
		{"asked": [{"act": "delete", "agreement": convention}]},
		{"asked": [{"act": "expire", "agreement": convention}]},
		{"asked": [{"act": "set_secret", "agreement": convention}]},
		{"asked": array.concat(sound.asked, [{"act": "submit", "agreement": {}}])},
		{"more": 1},
	] {
		damaged := object.union(object.remove(sound, object.keys(changes)), changes)
		possible.decision == nothing with input as damaged
	}
	every key, _ in sound {
		possible.decision == nothing with input as object.remove(sound, [key])
	}
	possible.decision == nothing with input as [sound]
}
