package acts.sharing_test

import data.acts.sharing

test_a_steward_signed_in_strongly_makes_and_rotates_keys if {
	every act in ["make_key", "rotate_key"] {
		question := about_nothing(person("steward", owner), act)
		codes(question) == []
		codes(signed_in(question, ["draft", "read"])) == ["sign_in_too_weak"]
	}
	codes(signed_in(about_nothing(person("steward", owner), "revoke_key"), ["draft", "read"])) == []
	codes(signed_in(about_nothing(person("steward", owner), "list_keys"), ["read"])) == []
}

test_a_key_does_no_act_at_all if {
	key := {
		"agent": "cle-1", "organisation": owner, "kind": "key",
		"roles": [], "groups": [], "purposes": [],
	}
	every act, _ in sharing.roles_for {
		some question in [
			about(key, act), about_mandate(key, act), about_agent(key, act),
			about_person(key, act, {}), about_nothing(key, act),
		]
		codes(question) == ["act_role_required"]
	}
}
