package access_test

import data.access

received(onward) := but(convention, {"onward_sharing": onward})

by_a_link(onward, consents) := but(asked, {
	"link": {"consents": consents},
	"agreements": [received(onward)],
})

codes_of(question) := [denial.code | some denial in answered(question).denials]

test_a_link_gives_nothing_where_passing_on_is_forbidden if {
	answered(asked).allow
	not answered(by_a_link("none", [])).allow
	codes_of(by_a_link("none", [])) == ["onward_sharing_forbidden"]
	codes_of(by_a_link("none", [convention.id])) == ["onward_sharing_forbidden"]
}

test_a_link_gives_totals_where_totals_may_be_passed_on if {
	[branch] := answered(by_a_link("aggregates", [])).branches
	branch.output == "aggregate"
	branch.columns == answered(asked).branches[0].columns
}

test_a_link_gives_rows_once_their_owner_consented if {
	codes_of(by_a_link("with_consent", [])) == ["link_awaits_consent"]
	codes_of(by_a_link("with_consent", ["conv-2026-0099@1"])) == ["link_awaits_consent"]
	answered(by_a_link("with_consent", [convention.id])).branches == answered(asked).branches
}

test_what_may_not_be_passed_on_is_left_out_beside_what_may if {
	other := but(received("aggregates"), {"id": "conv-2026-0018@1"})
	question := but(by_a_link("none", []), {"agreements": [received("none"), other]})
	[branch.agreement | some branch in answered(question).branches] == ["conv-2026-0018@1"]
}

own_link(changes) := but(
	but(asked, {"link": {"consents": []}, "agreements": [], "subject": agent_of(owner)}),
	with_dataset(changes),
)

test_ones_own_rows_may_be_passed_on_unless_they_are_personal if {
	answered(own_link({})).allow
	codes_of(own_link({"personal_data": true})) == ["link_to_personal_data"]
	classified := {"highest_classification": 2, "columns": {"date": 0, "tonnage": 2}}
	codes_of(own_link(classified)) == ["link_to_personal_data"]
	personal := but(by_a_link("with_consent", [convention.id]), with_dataset({"personal_data": true}))
	codes_of(personal) == ["link_to_personal_data"]
}

test_open_rows_may_be_passed_on if {
	open := but(own_link({"access_level": "open", "listing": "public"}), by(agent_of(stranger)))
	[branch.agreement | some branch in answered(open).branches] == ["open"]
}

test_a_refusal_that_is_not_of_the_link_stays if {
	codes_of(but(by_a_link("aggregates", []), {"purpose": "audit"})) == ["purpose_not_assigned"]
	answered(but(by_a_link("aggregates", []), by(agent_of(stranger)))) == hidden
}

test_a_question_of_another_form_is_answered_for_nothing if {
	key_subject := {"kind": "key", "roles": []}
	every question in [
		but(asked, {"link": {"consents": []}}),
		but(asked, {"agreements": [received("none")]}),
		but(without(by_a_link("none", []), "link"), {"link": {}}),
		but(by_a_link("none", []), {"link": null}),
		but(by_a_link("none", []), {"link": {"consents": [], "more": 1}}),
		but(by_a_link("none", []), {"link": {"consents": [1]}}),
		by_a_link("everything", []),
		but(by_a_link("none", []), {"on_behalf_of": owner}),
		but(by_a_link("none", []), {"subject": but(agent_of(syndicat), key_subject), "scope": ["collectes"]}),
		but(by_a_link("none", []), {"subject": but(agent_of(syndicat), {"kind": "machine"})}),
	] {
		answer := access.decision with input as question
		answer == nothing_at_all
	}
}
