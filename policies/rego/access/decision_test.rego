package access_test

import data.access

decided(changes) := answer if answer := access.decision with input as but(asked, changes)

about_collectes(changes) := decided(changes).datasets.collectes

hidden := {"discoverable": false, "allow": false, "branches": [], "denials": []}

no_decision := {"contract": "interco.access/1", "datasets": {}, "valid_until": null}

test_what_an_agreement_gives_is_allowed if {
	answer := about_collectes({})
	answer.discoverable
	answer.allow
	[branch.agreement | some branch in answer.branches] == ["conv-2026-0017@2"]
	answer.denials == []
}

test_what_may_not_be_discovered_is_answered_like_nothing if {
	about_collectes(by(agent_of(stranger))) == hidden
	about_collectes(by(anonymous)) == hidden
}

test_what_is_discovered_only_is_denied_with_a_reason if {
	answer := about_collectes({"purpose": null})
	answer.discoverable
	not answer.allow
	answer.branches == []
	[denial.code | some denial in answer.denials] == ["purpose_required"]
}

test_discovering_gives_nothing_to_read if {
	about_collectes({"action": "discover"}) == {
		"discoverable": true,
		"allow": false,
		"branches": [],
		"denials": [],
	}
	about_collectes(but({"action": "discover"}, by(agent_of(stranger)))) == hidden
}

test_discovery_is_asked_without_columns if {
	bare := {"action": "discover", "datasets": [but(without(collectes, "columns"), {"columns": {}})]}
	about_collectes(bare).discoverable
}

test_branches_are_a_union if {
	second := but(convention, {"id": "conv-2026-0018@1"})
	both := but(with_dataset({"access_level": "open"}), {"agreements": [convention, second]})
	[branch.agreement | some branch in about_collectes(both).branches] == [
		"open",
		"conv-2026-0017@2",
		"conv-2026-0018@1",
	]
}

test_the_owner_has_one_branch if {
	question := but(with_dataset({"access_level": "open"}), by(agent_of(owner)))
	[branch.agreement | some branch in about_collectes(question).branches] == ["owner"]
}

test_each_dataset_has_its_answer if {
	other := but(collectes, {"id": "compteurs"})
	answers := decided({"datasets": [collectes, other]}).datasets
	answers.collectes.allow
	answers.compteurs == hidden
}

test_a_mandate_is_refused_where_the_dataset_is_public if {
	question := but(with_dataset({"listing": "public", "access_level": "open"}), {"on_behalf_of": owner})
	[denial.code | some denial in about_collectes(question).denials] == ["mandate_required"]
}

test_it_holds_until_the_nearest_end if decided({}).valid_until == "2026-12-31T23:00:00Z"

test_it_holds_until_the_nearest_start if {
	next := but(convention, {"id": "conv-2026-0018@1", "starts_at": "2026-11-30T23:00:00Z"})
	decided({"agreements": [convention, next]}).valid_until == "2026-11-30T23:00:00Z"
}

test_a_boundary_at_this_instant_is_behind if {
	decided(with_agreement({"starts_at": now})).valid_until == "2026-12-31T23:00:00Z"
}

test_without_a_boundary_ahead_it_holds_for_ever if {
	decided(with_agreement({"ends_at": now})).valid_until == null
	decided({"agreements": []}).valid_until == null
}

test_time_changes_nothing_in_what_may_be_discovered if {
	decided({"action": "discover"}).valid_until == null
}

test_a_malformed_question_is_answered_for_no_dataset if {
	decided({"now": "yesterday"}) == no_decision
}
