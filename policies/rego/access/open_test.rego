package access_test

import data.access

openly(changes) := access.open_branches(question, question.datasets[0]) if {
	question := but(but(asked, by(anonymous)), changes)
}

opened(changes) := with_dataset(but({"access_level": "open"}, changes))

with_account := opened({"access_level": "open_with_account"})

test_anybody_reads_the_open_columns_of_an_open_dataset if {
	clear := {"transform": "clear", "constant": null}
	openly(opened({})) == [{
		"agreement": "open",
		"columns": {"date": clear, "commune": clear},
		"rows": {"kind": "all"},
		"output": "detail",
		"reasons": ["open"],
	}]
}

test_a_restricted_dataset_is_not_open if openly({}) == []

test_personal_data_is_never_open if openly(opened({"personal_data": true})) == []

test_a_dataset_with_one_personal_column_is_never_open if {
	openly(opened({"highest_classification": 2})) == []
}

test_a_dataset_without_an_open_column_is_not_open if {
	question := opened({})
	closed := but(question.datasets[0], {"columns": {"date": 1, "commune": 1, "tonnage": 1}})
	openly({"datasets": [closed]}) == []
}

test_an_account_is_needed_where_it_says_so if openly(with_account) == []

test_an_account_opens_it if {
	[branch] := openly(but(with_account, by(agent_of(null))))
	branch.reasons == ["open_with_account"]
}

test_an_account_without_a_role_opens_what_is_open_to_all_alone if {
	openly(but(with_account, by(without_roles(owner)))) == []
	[branch] := openly(but(opened({}), by(without_roles(owner))))
	branch.reasons == ["open"]
}

test_personal_data_is_not_open_to_accounts_either if {
	personal := opened({"access_level": "open_with_account", "personal_data": true})
	openly(but(personal, by(agent_of(stranger)))) == []
}

test_the_owner_needs_no_open_branch if openly(but(opened({}), by(agent_of(owner)))) == []

test_acting_for_somebody_else_closes_what_is_open if {
	openly(but(opened({}), {"on_behalf_of": stranger})) == []
}

test_acting_for_somebody_else_closes_what_an_account_opens if {
	openly(but(but(with_account, by(agent_of(stranger))), {"on_behalf_of": owner})) == []
}

test_one_open_column_is_enough if {
	question := opened({})
	narrow := but(without(question.datasets[0], "columns"), {"columns": {"date": 0, "tonnage": 1}})
	[branch] := openly({"datasets": [narrow]})
	object.keys(branch.columns) == {"date"}
}
