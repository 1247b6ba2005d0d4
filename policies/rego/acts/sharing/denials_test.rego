package acts.sharing_test

import data.acts.sharing

test_only_the_parties_act if {
	every act in ["draft", "submit", "request_changes", "preview"] {
		codes(about(person("steward", agency), act)) == ["act_not_a_party"]
		codes(about(person("steward", null), act)) == ["act_not_a_party"]
	}
	codes(about(person("approver", agency), "revoke")) == ["act_not_a_party"]
}

test_each_side_has_its_acts if {
	every act in ["draft", "submit", "withdraw"] {
		codes(about(person("steward", syndicat), act)) == ["act_of_other_side"]
	}
	every act in ["request_changes", "refuse"] {
		codes(about(person("steward", owner), act)) == ["act_of_other_side"]
	}
	codes(about(person("approver", owner), "refuse")) == ["act_of_other_side"]
	codes(about(person("steward", syndicat), "amend")) == []
	codes(about(person("steward", syndicat), "remind")) == []
}

test_an_approver_gives_a_proposal_of_their_own_body_back_to_its_steward if {
	codes(about(person("approver", owner), "request_changes")) == []
	mandates := [but(mandated, {"principal": owner, "mandatary": agency})]
	under := but(about(person("approver", agency), "request_changes"), {"on_behalf_of": owner, "mandates": mandates})
	count(codes(under)) > 0
}

test_a_grantee_that_asks_is_the_proposer if {
	asked := but(about(person("steward", syndicat), "submit"), {"agreement": but(convention, {"proposed_by": syndicat})})
	codes(asked) == []
	codes(but(asked, {"subject": person("steward", owner)})) == ["act_of_other_side"]
}

test_the_owners_dpo_overrides_and_no_other if {
	codes(about(person("dpo", owner), "override_guard")) == []
	codes(about(person("dpo", syndicat), "override_guard")) == ["act_of_other_side"]
	codes(about(person("approver", owner), "override_guard")) == ["act_role_required"]
}

signed_by(organisation, employer, issuer, agent) := but(convention, {"approvals": [{
	"organisation": organisation,
	"employer": employer,
	"issuer": issuer,
	"agent": agent,
}]})

test_two_people_sign if {
	asked := about(person("approver", owner), "approve")
	codes(but(asked, {"agreement": signed_by(syndicat, syndicat, "urn:idp", "someone@else")})) == []
	codes(but(asked, {"agreement": signed_by(syndicat, syndicat, "urn:other", "someone@somewhere")})) == []
	same := signed_by(syndicat, syndicat, "urn:idp", "someone@somewhere")
	codes(but(asked, {"agreement": same})) == ["act_same_person"]
	codes(but(about(person("approver", owner), "revoke"), {"agreement": same})) == []
}

test_no_organisation_signs_on_both_sides if {
	# The owner's agent signed for the syndicat under a mandate: the owner cannot sign for itself.
	asked := about(person("approver", owner), "approve")
	codes(but(asked, {"agreement": signed_by(syndicat, owner, "urn:idp", "someone@else")})) == ["act_same_organisation"]

	# The owner signed; its agent may not sign for the syndicat.
	mandates := [but(mandated, {"mandatary": owner})]
	turned := but(asked, {"on_behalf_of": syndicat, "mandates": mandates})
	codes(but(turned, {"agreement": signed_by(owner, owner, "urn:idp", "someone@else")})) == ["act_same_organisation"]

	# One holder of two mandates may not sign for both.
	helping := but(about(person("approver", agency), "approve"), {"on_behalf_of": syndicat, "mandates": [mandated]})
	codes(but(helping, {"agreement": signed_by(owner, agency, "urn:idp", "someone@else")})) == ["act_same_organisation"]
	codes(but(helping, {"agreement": signed_by(owner, owner, "urn:idp", "someone@else")})) == []
}

test_the_principal_gives_a_mandate_and_either_side_ends_it if {
	codes(about_mandate(person("approver", owner), "give_mandate")) == []
	codes(about_mandate(person("approver", syndicat), "give_mandate")) == ["act_other_organisation"]
	codes(about_mandate(person("steward", owner), "give_mandate")) == ["act_role_required"]
	codes(about_mandate(person("approver", owner), "end_mandate")) == []
	codes(about_mandate(person("approver", syndicat), "end_mandate")) == []
	codes(about_mandate(person("approver", agency), "end_mandate")) == ["act_other_organisation"]
	codes(about_mandate(person("approver", null), "end_mandate")) == ["act_other_organisation"]
}

test_the_platform_registers_purposes_and_each_assigns_its_own if {
	codes(about_agent(person("operator", null), "register_purpose")) == []
	codes(about_agent(person("steward", owner), "register_purpose")) == ["act_role_required"]
	codes(about_agent(person("steward", owner), "assign_purposes")) == []
	codes(about_agent(person("steward", syndicat), "assign_purposes")) == ["act_other_organisation"]
	unknown := but(about_agent(person("steward", null), "assign_purposes"), {"agent_organisation": null})
	codes(unknown) == ["act_other_organisation"]
}

about_own(subject, act) := but(about(subject, act), {"agreement": null})

test_a_steward_looks_after_what_is_their_own_organisation_s if {
	every act in sharing.own_acts - {"list_people", "list_operations", "choose_messages", "see_uses", "hand_request", "ask_for_data", "give_consent", "end_consent", "read_by_consent", "report_anomaly", "close_campaign", "see_campaigns", "note_campaign", "save_own_operation", "remove_own_operation", "save_own_indicator", "remove_own_indicator", "list_indicators", "make_link", "revoke_link", "revoke_any_link", "list_links", "consent_to_link", "end_link_consent"} {
		codes(about_own(person("steward", owner), act)) == []
		codes(about_own(but(person("steward", owner), {"kind": "machine"}), act)) == [code | act in sharing.acts_of_persons; code := "act_person_required"]
		every role in ["agent", "approver", "dpo", "operator"] {
			codes(about_own(person(role, owner), act)) == ["act_role_required"]
		}
		codes(about_own(person("steward", null), act)) == ["act_other_organisation"]
	}
}

test_whoever_answers_for_the_data_sees_who_read_them if {
	every role in ["steward", "approver", "dpo"] {
		codes(about_own(person(role, owner), "see_uses")) == []
	}
	codes(about_own(person("agent", owner), "see_uses")) == ["act_role_required"]
}

test_whoever_has_a_role_hands_a_request_to_their_own_steward if {
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_own(person(role, owner), "hand_request")) == []
	}
	codes(about_own(person("operator", owner), "hand_request")) == ["act_role_required"]
}

test_whoever_has_a_role_asks_other_bodies_for_data if {
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_own(person(role, owner), "ask_for_data")) == []
	}
	codes(about_own(person("operator", owner), "ask_for_data")) == ["act_role_required"]
	codes(about_own(but(person("", null), {"kind": "anonymous", "agent": null}), "ask_for_data")) == ["act_role_required"]
}

test_what_is_asked_from_outside_comes_through_the_confirmed_mail_alone if {
	asking := but(person("", null), {"agent": "system:asking", "kind": "system", "roles": []})
	codes(about_own(asking, "ask_from_outside")) == []
	codes(about_own(asking, "ask_for_data")) == ["act_role_required"]
	codes(about_own(person("operator", null), "ask_from_outside")) == ["act_of_system"]
	codes(about_own(person("steward", owner), "ask_from_outside")) == ["act_of_system"]
}

test_nobody_looks_after_what_is_another_s_under_a_mandate if {
	every act in sharing.own_acts - {"give_consent", "consent_to_link"} {
		asked := but(about_own(person("steward", agency), act), {"on_behalf_of": syndicat, "mandates": [mandated]})
		codes(asked) == ["act_not_under_mandate"]
	}
	every act in ["give_consent", "consent_to_link"] {
		consenting := about_own(person("approver", agency), act)
		codes(but(consenting, {"on_behalf_of": syndicat, "mandates": [mandated]})) == ["act_not_under_mandate"]
	}
}

test_an_act_on_what_is_one_s_own_is_about_nothing_else if {
	registered := about_own(person("steward", owner), "register_webhook")
	sharing.well_formed(registered)
	not sharing.well_formed(but(registered, {"agreement": convention}))
	not sharing.well_formed(but(registered, {"mandate": {"principal": owner, "mandatary": syndicat}}))
}
