package access_test

import data.access

agreed(changes) := access.agreement_branches(question, question.datasets[0]) if {
	question := but(asked, changes)
}

granting(column, grant) := {"agreements": [but(convention, {"columns": {column: grant}})]}

with_columns(columns) := {"datasets": [but(without(collectes, "columns"), {"columns": columns})]}

test_the_grantee_reads_what_was_signed if {
	agreed({}) == [{
		"agreement": "conv-2026-0017@2",
		"columns": {
			"date": {"transform": "month", "constant": null},
			"tonnage": {"transform": "clear", "constant": null},
		},
		"rows": {"kind": "all"},
		"output": "detail",
		"reasons": ["agreement_in_force"],
	}]
}

test_an_approved_agreement_has_not_begun if {
	agreed(with_agreement({"state": "approved"})) == []
}

test_no_other_state_counts if {
	every state in [
		"draft", "submitted", "changes_requested", "approved_by_one", "suspended",
		"expired", "revoked", "superseded", "refused", "withdrawn", "Active", "",
	] {
		agreed(with_agreement({"state": state})) == []
	}
}

test_nothing_is_read_while_one_suspension_stands_whatever_the_state_says if {
	every causes in [["grantor"], ["grantee"], ["operator"], ["guard"], ["grantor", "guard"]] {
		agreed(with_agreement({"suspended_by": causes})) == []
		agreed(with_agreement({"state": "suspended", "suspended_by": causes})) == []
	}
}

test_another_organisation_reads_nothing if agreed(by(agent_of(stranger))) == []

test_an_agent_of_no_organisation_reads_nothing if agreed(by(agent_of(null))) == []

test_the_anonymous_read_nothing if agreed(by(anonymous)) == []

test_the_clock_reads_nothing_of_agreements if {
	agreed(by(but(agent_of(syndicat), {"kind": "system"}))) == []
}

test_only_the_owner_can_grant if agreed(with_agreement({"grantor": stranger})) == []

test_nobody_grants_to_itself if {
	question := but(by(agent_of(owner)), with_agreement({"grantee": owner}))
	agreed(question) == []
}

test_only_the_dataset_signed_is_read if agreed(with_agreement({"dataset": "compteurs"})) == []

test_it_begins_at_its_first_instant if count(agreed(with_agreement({"starts_at": now}))) == 1

test_it_does_not_begin_before if {
	agreed(with_agreement({"starts_at": "2026-11-25T01:54:54Z"})) == []
}

test_it_holds_until_the_last_instant if {
	count(agreed(with_agreement({"ends_at": "2026-11-25T01:54:54Z"}))) == 1
}

test_it_has_ended_at_its_end if agreed(with_agreement({"ends_at": now})) == []

test_a_purpose_must_be_said if agreed({"purpose": null}) == []

test_a_purpose_must_be_assigned_to_the_agent if agreed({"purpose": "audit"}) == []

test_a_purpose_must_be_covered_by_the_agreement if agreed({"purpose": "planning"}) == []

test_a_column_that_is_gone_is_not_given if {
	[branch] := agreed(with_columns({"date": 0, "commune": 0}))
	object.keys(branch.columns) == {"date"}
}

test_a_column_classified_higher_since_is_not_given if {
	[branch] := agreed(with_columns({"date": 1, "commune": 0, "tonnage": 1}))
	object.keys(branch.columns) == {"tonnage"}
}

test_a_column_classified_lower_since_is_given if {
	[branch] := agreed(with_columns({"date": 0, "commune": 0, "tonnage": 0}))
	object.keys(branch.columns) == {"date", "tonnage"}
}

test_an_agreement_without_any_column_left_gives_nothing if agreed(with_columns({"commune": 0})) == []

test_each_known_transform_is_given if {
	every transform in ["clear", "null", "keyed_hash", "month", "year"] {
		grant := {"classification": 1, "transform": transform, "constant": null}
		[branch] := agreed(granting("commune", grant))
		branch.columns.commune == {"transform": transform, "constant": null}
	}
}

test_a_constant_is_given_with_its_value if {
	grant := {"classification": 1, "transform": "constant", "constant": "X"}
	[branch] := agreed(granting("commune", grant))
	branch.columns.commune == {"transform": "constant", "constant": "X"}
}

test_an_unknown_transform_is_not_given if {
	grant := {"classification": 1, "transform": "street", "constant": null}
	[branch] := agreed(granting("commune", grant))
	not branch.columns.commune
}

test_a_constant_without_its_value_is_not_given if {
	grant := {"classification": 1, "transform": "constant", "constant": null}
	[branch] := agreed(granting("commune", grant))
	not branch.columns.commune
}

test_a_value_without_the_transform_is_not_given if {
	grant := {"classification": 1, "transform": "clear", "constant": "X"}
	[branch] := agreed(granting("commune", grant))
	not branch.columns.commune
}

test_an_aggregate_output_stays_in_the_decision if {
	[branch] := agreed(with_agreement({"output": "aggregate"}))
	branch.output == "aggregate"
}

test_rows_go_through_as_signed if {
	rows := {"kind": "compare", "column": "commune", "op": "eq", "values": ["35308"]}
	[branch] := agreed(with_rows(rows))
	branch.rows == rows
}

test_rows_over_a_column_that_is_gone_drop_the_branch if {
	agreed(with_rows({"kind": "compare", "column": "gone", "op": "eq", "values": ["1"]})) == []
}

with_rows(rows) := {"agreements": [but(without(convention, "rows"), {"rows": rows})]}

test_a_constant_stands_for_a_column_that_exists_and_was_not_raised if {
	constant := {"classification": 0, "transform": "constant", "constant": "X"}
	[branch] := agreed(granting("commune", constant))
	branch.columns.commune
	[other] := agreed(granting("tonnage", constant))
	not other.columns.tonnage
	[without_it] := agreed(granting("gone", constant))
	not without_it.columns.gone
}

test_the_verification_of_agreements_is_given_no_row if {
	verification := {
		"agent": "system:verification", "organisation": null, "kind": "system",
		"roles": [], "groups": [], "purposes": ["report"],
	}
	agreed(by(verification)) == []
	agreed(by(but(verification, {"organisation": syndicat}))) == []
	decided := access.decision with input as but(asked, by(verification))
	decided.datasets.collectes.allow == false
	decided.datasets.collectes.branches == []
}

test_nobody_becomes_the_verification_by_its_name if {
	named := but(agent_of(stranger), {"agent": "system:verification", "roles": ["agent", "operator"]})
	agreed(by(named)) == agreed(by(but(agent_of(stranger), {"roles": ["agent", "operator"]})))
	decided := access.decision with input as but(asked, by(named))
	decided.datasets.collectes.branches == []
}
