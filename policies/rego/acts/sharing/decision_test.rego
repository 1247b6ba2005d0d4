package acts.sharing_test

import data.acts.sharing

test_a_steward_of_a_party_submits if {
	sharing.decision == {"contract": "interco.acts/1", "allow": true, "denials": []} with input as about(person("steward", owner), "submit")
}

test_a_refusal_names_the_roles_that_would_do if {
	decision := sharing.decision with input as about(person("agent", owner), "submit")
	decision == {
		"contract": "interco.acts/1",
		"allow": false,
		"denials": [{"code": "act_role_required", "sections": ["steward"]}],
	}
}

test_a_malformed_question_allows_nothing if {
	sharing.decision == {"contract": "interco.acts/1", "allow": false, "denials": []} with input as {}
	unknown := about(person("operator", null), "delete")
	sharing.decision == {"contract": "interco.acts/1", "allow": false, "denials": []} with input as unknown
}
