package acts.sharing_test

import data.acts.sharing

test_a_steward_gives_roles_to_the_people_of_their_own_organisation if {
	every act in ["grant_roles", "revoke_roles"] {
		codes(about_person(person("steward", owner), act, {})) == []
		codes(about_person(person("steward", syndicat), act, {})) == ["act_other_organisation"]
		codes(but(about_person(person("steward", owner), act, {}), {"agent_organisation": null})) == ["act_other_organisation"]
		every role in ["agent", "approver", "dpo"] {
			question := about_person(person(role, owner), act, {})
			codes(question) == ["act_role_required"]
			wanted(question) == ["steward", "operator"]
		}
	}
}

test_nobody_gives_a_role_to_themselves if {
	every subject in [person("steward", owner), person("operator", null)] {
		every act in ["grant_roles", "revoke_roles"] {
			codes(about_person(subject, act, {"agent": "someone@somewhere"})) == ["act_on_oneself"]
			codes(about_person(subject, act, {"agent": "someone@somewhere", "issuer": "urn:other"})) == []
		}
	}
}

test_the_role_of_operator_is_never_given_so if {
	every subject in [person("steward", owner), person("operator", null)] {
		every act in ["grant_roles", "revoke_roles"] {
			codes(about_person(subject, act, {"roles": ["agent", "operator"]})) == ["act_role_never_given"]
		}
	}
}

test_the_last_steward_is_removed_by_the_operator_alone if {
	last := {"roles": ["steward"], "is_last_steward": true}
	codes(about_person(person("steward", owner), "revoke_roles", last)) == ["act_last_steward"]
	codes(about_person(person("operator", null), "revoke_roles", last)) == []
	codes(about_person(person("steward", owner), "revoke_roles", but(last, {"roles": ["dpo"]}))) == []
	codes(about_person(person("steward", owner), "grant_roles", last)) == []
}

test_to_give_a_role_binds if {
	machine := but(person("steward", owner), {"kind": "machine"})
	every act in ["grant_roles", "revoke_roles"] {
		codes(about_person(machine, act, {})) == ["act_person_required"]
		codes(signed_in(about_person(person("steward", owner), act, {}), ["draft", "read"])) == ["sign_in_too_weak"]
		codes(but(about_person(person("steward", owner), act, {}), {"on_behalf_of": syndicat})) == ["act_not_under_mandate"]
	}
}

test_the_first_steward_is_appointed_by_the_system_alone if {
	arrivals := but(person("", null), {"agent": "system:arrivals", "kind": "system", "roles": []})
	codes(about_person(arrivals, "appoint_steward", {})) == []
	codes(about_person(person("operator", null), "appoint_steward", {})) == ["act_of_system"]
	codes(about_person(person("steward", owner), "appoint_steward", {})) == ["act_of_system"]
	codes(about_person(arrivals, "grant_roles", {})) == ["act_role_required"]
}

test_who_prepares_signs_or_watches_knows_who_does_what if {
	every role in ["steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "list_people")) == []
	}
	codes(about_nothing(person("agent", owner), "list_people")) == ["act_role_required"]
	codes(about_nothing(person("steward", owner), "list_arrivals")) == []
	codes(about_nothing(person("dpo", owner), "list_arrivals")) == ["act_role_required"]
}

test_the_operator_alone_looks_at_the_platform if {
	operator := about_nothing(person("operator", null), "look_at_platform")
	codes(operator) == []
	codes(but(operator, {"on_behalf_of": syndicat})) == ["act_not_under_mandate"]
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "look_at_platform")) == ["act_role_required"]
	}
}

test_a_person_is_told_whole if {
	sound_person := about_person(person("steward", owner), "grant_roles", {})
	sharing.well_formed(sound_person)
	every key, _ in newcomer {
		not sharing.well_formed(but(sound_person, {"person": object.remove(newcomer, [key])}))
	}
	every changes in [{"issuer": null}, {"agent": ""}, {"roles": "agent"}, {"is_last_steward": 1}, {"more": 1}] {
		not sharing.well_formed(but(sound_person, {"person": but(newcomer, changes)}))
	}
	not sharing.well_formed(but(sound_person, {"person": [newcomer]}))
	not sharing.well_formed(but(sound_person, {"agreement": convention}))
	not sharing.well_formed(but(sound_person, {"mandate": {"principal": owner, "mandatary": syndicat}}))
	every question in [
		about(person("steward", owner), "submit"),
		about_mandate(person("approver", owner), "give_mandate"),
		about_agent(person("steward", owner), "assign_purposes"),
		about_nothing(person("steward", owner), "list_people"),
	] {
		not sharing.well_formed(but(question, {"person": newcomer}))
	}
}
