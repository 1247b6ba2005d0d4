package access_test

import data.access

own(changes) := but(but(asked, {"subject": agent_of(owner), "purpose": null}), changes)

own_branches(changes) := access.owner_branches(own(changes), own(changes).datasets[0])

in_group(group) := by(but(agent_of(owner), {"groups": [group]}))

test_the_owner_reads_every_column_and_row_without_a_purpose if {
	clear := {"transform": "clear", "constant": null}
	own_branches({}) == [{
		"agreement": "owner",
		"columns": {"date": clear, "commune": clear, "tonnage": clear},
		"rows": {"kind": "all"},
		"output": "detail",
		"reasons": ["own_data"],
	}]
}

test_a_machine_of_the_owner_reads_too if {
	count(own_branches(by(but(agent_of(owner), {"kind": "machine"})))) == 1
}

test_the_grantee_is_not_the_owner if own_branches(by(agent_of(syndicat))) == []

test_the_clock_reads_nothing if own_branches(by(but(agent_of(owner), {"kind": "system"}))) == []

test_a_dataset_of_a_group_is_read_by_its_members if {
	count(own_branches(but(with_dataset({"reader_groups": ["rh", "paie"]}), in_group("paie")))) == 1
}

test_a_dataset_of_a_group_is_not_read_by_others if {
	own_branches(but(with_dataset({"reader_groups": ["rh", "paie"]}), in_group("dechets"))) == []
}

test_who_has_lost_the_last_role_reads_nothing if own_branches(by(without_roles(owner))) == []

test_acting_for_somebody_else_gives_no_right_of_ones_own if {
	own_branches({"on_behalf_of": stranger}) == []
}
