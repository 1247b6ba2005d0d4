package access_test

import data.access

refused(changes) := access.denials(question, question.datasets[0]) if {
	question := but(asked, changes)
}

because(code) := [{"code": code, "agreement": null, "purposes": [], "ended_at": null}]

of_convention(code, purposes) := [{
	"code": code,
	"agreement": "conv-2026-0017@2",
	"purposes": purposes,
	"ended_at": null,
}]

ended(code, instant) := [{
	"code": code,
	"agreement": "conv-2026-0017@2",
	"purposes": [],
	"ended_at": instant,
}]

test_a_mandate_is_required_to_act_for_somebody_else if {
	refused({"on_behalf_of": stranger}) == because("mandate_required")
}

test_an_account_is_required_of_the_anonymous if {
	refused(by(anonymous)) == because("account_required")
}

test_a_role_is_required_of_who_has_signed_in if {
	refused(by(without_roles(owner))) == because("without_role")
	refused(by(without_roles(stranger))) == because("without_role")
}

test_a_group_is_required_of_the_owners_other_agents if {
	question := but(with_dataset({"reader_groups": ["paie"]}), by(agent_of(owner)))
	refused(question) == because("group_required")
}

test_an_agreement_is_required_of_a_stranger if {
	refused(by(agent_of(stranger))) == because("no_agreement")
}

test_a_revoked_agreement_is_named_with_its_end if {
	revoked := with_agreement({"state": "revoked", "ends_at": "2026-11-20T09:00:00Z"})
	refused(revoked) == ended("agreement_revoked", "2026-11-20T09:00:00Z")
}

test_a_revoked_agreement_is_nobody_elses if {
	revoked := with_agreement({"state": "revoked", "ends_at": "2026-11-20T09:00:00Z"})
	refused(but(revoked, by(agent_of(stranger)))) == because("no_agreement")
	of_another := with_agreement({"state": "revoked", "grantor": stranger})
	refused(of_another) == because("no_agreement")
}

test_an_agreement_that_never_held_is_none if {
	every state in {"superseded", "refused", "withdrawn"} {
		refused(with_agreement({"state": state})) == because("no_agreement")
	}
}

test_what_is_revoked_makes_no_mandate_fall_short if {
	by_agreement := with_agreement({"state": "revoked"})
	not outside_by_mandate(by_agreement)
}

outside_by_mandate(changes) if {
	question := but(asked, changes)
	access.outside_mandate(but(question, {"on_behalf_of": syndicat}), question.datasets[0])
}

test_an_agreement_that_has_ended_is_named if {
	refused(with_agreement({"ends_at": now})) == ended("agreement_expired", now)
}

test_an_agreement_to_come_is_named if {
	question := with_agreement({"starts_at": "2026-11-25T01:54:54Z"})
	refused(question) == of_convention("agreement_not_started", [])
}

test_a_missing_purpose_names_those_that_would_do if {
	refused({"purpose": null}) == of_convention("purpose_required", ["report"])
}

test_a_purpose_of_somebody_else_names_those_that_would_do if {
	refused({"purpose": "audit"}) == of_convention("purpose_not_assigned", ["report"])
}

test_a_purpose_beside_the_agreement_names_those_that_would_do if {
	refused({"purpose": "planning"}) == of_convention("purpose_not_covered", ["report"])
}

test_an_agent_without_any_of_the_purposes_is_told_them_all if {
	idle := by(but(agent_of(syndicat), {"purposes": ["planning"]}))
	refused(idle) == of_convention("purpose_not_assigned", ["audit", "report"])
}

test_an_agreement_that_no_longer_fits_is_named if {
	changed := {"datasets": [but(without(collectes, "columns"), {"columns": {"commune": 0}})]}
	refused(changed) == of_convention("agreement_outdated", [])
}

test_each_agreement_says_its_reason if {
	past := but(convention, {"id": "conv-2025-0003@1", "ends_at": "2025-12-31T23:00:00Z"})
	codes := [each.code | some each in refused({"agreements": [past, convention], "purpose": null})]
	codes == ["agreement_expired", "purpose_required"]
}

test_an_agreement_has_started_at_its_first_instant if {
	question := but(with_agreement({"starts_at": now}), {"purpose": null})
	refused(question) == of_convention("purpose_required", ["report"])
}
