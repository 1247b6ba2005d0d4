package acts.sharing_test

import data.acts.sharing

prepared := ["draft", "amend", "submit", "withdraw", "remind"]

test_a_steward_prepares_and_nobody_else if {
	every act in prepared {
		codes(about(person("steward", owner), act)) == []
		every role in ["agent", "approver", "dpo", "operator", ""] {
			codes(about(person(role, owner), act)) == ["act_role_required"]
		}
	}
}

test_a_steward_or_an_approver_of_the_other_side_answers if {
	every act in ["request_changes", "refuse"] {
		codes(about(person("steward", syndicat), act)) == []
		codes(about(person("approver", syndicat), act)) == []
		codes(about(person("dpo", syndicat), act)) == ["act_role_required"]
		codes(about(person("agent", syndicat), act)) == ["act_role_required"]
	}
}

test_an_approver_signs_and_nobody_else if {
	codes(about(person("approver", owner), "approve")) == []
	every role in ["agent", "steward", "dpo", "operator"] {
		codes(about(person(role, owner), "approve")) == ["act_role_required"]
	}
}

test_whoever_signs_or_prepares_may_look if {
	every role in ["steward", "approver", "dpo"] {
		codes(about(person(role, syndicat), "preview")) == []
	}
	codes(about(person("agent", syndicat), "preview")) == ["act_role_required"]
}

test_an_approver_or_a_dpo_stops_at_once if {
	every act in ["suspend", "resume", "revoke"] {
		every role in ["approver", "dpo"] {
			codes(about(person(role, owner), act)) == []
			codes(about(person(role, syndicat), act)) == []
		}
		codes(about(person("steward", owner), act)) == ["act_role_required"]
	}
}

test_whoever_signs_prepares_or_watches_takes_the_proof_of_either_side if {
	every role in ["steward", "approver", "dpo"] {
		codes(about(person(role, owner), "export")) == []
		codes(about(person(role, syndicat), "export")) == []
		codes(about(person(role, agency), "export")) == ["act_not_a_party"]
	}
	codes(about(person("agent", owner), "export")) == ["act_role_required"]
}

test_the_platform_stops_keeps_the_proof_and_does_nothing_else_to_agreements if {
	operator := person("operator", null)
	every act in ["suspend", "resume", "revoke", "export"] {
		codes(about(operator, act)) == []
	}
	every act in array.concat(prepared, ["approve", "preview", "override_guard", "refuse"]) {
		codes(about(operator, act)) == ["act_role_required"]
	}
}

test_a_machine_prepares_and_never_binds if {
	machine := but(person("approver", owner), {"kind": "machine", "roles": ["approver", "steward", "dpo"]})
	codes(about(machine, "submit")) == []
	codes(about(machine, "revoke")) == []
	codes(about(machine, "approve")) == ["act_person_required"]
	codes(about(machine, "override_guard")) == ["act_person_required"]
	codes(about_mandate(machine, "give_mandate")) == ["act_person_required"]
	codes(about_agent(machine, "assign_purposes")) == ["act_person_required"]
}

test_the_anonymous_do_nothing if {
	nobody := {
		"agent": null, "organisation": null, "kind": "anonymous",
		"roles": [], "groups": [], "purposes": [],
	}
	every act, _ in sharing.roles_for {
		some question in [
			about(nobody, act), about_mandate(nobody, act), about_agent(nobody, act),
			about_person(nobody, act, {}),
		]
		codes(question) == ["act_role_required"]
	}
}

test_the_clock_does_its_own_acts_and_no_others if {
	clock := but(person("steward", null), {"agent": "system:clock", "kind": "system", "roles": []})
	every act in ["activate", "expire", "lapse", "guard", "ask_renewal", "remind_of_end", "remind_unanswered", "tell_readers"] {
		codes(about(clock, act)) == []
		codes(about(person("operator", null), act)) == ["act_of_clock"]
		codes(about(but(clock, {"agent": "system:other"}), act)) == ["act_of_clock"]
		codes(about(but(clock, {"kind": "person"}), act)) == ["act_of_clock"]
	}
	codes(about_mandate(clock, "close_mandate")) == []
	codes(about_mandate(person("approver", owner), "close_mandate")) == ["act_of_clock"]
	codes(about_nothing(clock, "turn_off_webhook")) == []
	codes(about_nothing(person("steward", owner), "turn_off_webhook")) == ["act_of_clock"]
	with_roles := but(clock, {"roles": ["approver", "steward", "operator"]})
	codes(about(with_roles, "approve")) == ["act_role_required"]
	codes(about(with_roles, "revoke")) == ["act_role_required"]
}

test_a_rotation_seals_secrets_again_and_does_nothing_else if {
	clock := but(person("", null), {"agent": "system:clock", "kind": "system", "roles": []})
	rotation := but(clock, {"agent": "system:rotation"})
	codes(about_nothing(rotation, "rotate_secret")) == []
	every subject in [
		clock, but(rotation, {"kind": "person"}), but(rotation, {"kind": "machine"}),
		person("operator", null), person("steward", owner),
	] {
		codes(about_nothing(subject, "rotate_secret")) == ["act_of_system"]
	}
	codes(about_nothing(rotation, "turn_off_webhook")) == ["act_of_clock"]
	every act in ["set_secret", "remove_secret", "list_secrets"] {
		codes(about_nothing(rotation, act)) == ["act_role_required"]
	}
	codes(about(rotation, "activate")) == ["act_of_clock"]
}

test_the_system_alone_verifies_agreements_and_does_nothing_else if {
	verification := but(person("", null), {"agent": "system:verification", "kind": "system", "roles": []})
	codes(about_nothing(verification, "verify_agreements")) == []
	every subject in [
		but(verification, {"kind": "person"}), but(verification, {"kind": "machine"}),
		but(verification, {"kind": "person", "roles": ["operator", "steward"]}),
		but(verification, {"agent": "system:clock"}),
		person("operator", null), person("steward", owner), person("agent", syndicat),
	] {
		codes(about_nothing(subject, "verify_agreements")) == ["act_of_system"]
	}
	codes(about_nothing(verification, "turn_off_webhook")) == ["act_of_clock"]
	codes(about_nothing(verification, "rotate_secret")) == ["act_of_system"]
	every act in ["look_at_sources", "see_uses", "verify_now", "list_secrets"] {
		codes(about_nothing(verification, act)) == ["act_role_required"]
	}
	every act in ["suspend", "revoke", "export", "approve"] {
		codes(about(verification, act)) == ["act_role_required"]
	}
}

test_an_operator_has_agreements_verified_now if {
	codes(about_nothing(person("operator", null), "verify_now")) == []
	codes(about_nothing(but(person("operator", null), {"kind": "machine"}), "verify_now")) == []
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "verify_now")) == ["act_role_required"]
	}
}

activation_acts := ["activate_service", "upgrade_service", "end_activation", "publish_own_service"]

test_a_steward_activates_services_for_their_own_body_alone if {
	every act in activation_acts {
		codes(about_nothing(person("steward", owner), act)) == []
		codes(about_nothing(person("steward", null), act)) == ["act_other_organisation"]
		every role in ["agent", "approver", "dpo", "operator"] {
			codes(about_nothing(person(role, owner), act)) == ["act_role_required"]
		}
		for_other := but(about_nothing(person("steward", owner), act), {"on_behalf_of": syndicat})
		codes(for_other) == ["act_not_under_mandate"]
	}
}

test_an_approver_lets_a_service_read_and_others_may_stop_it if {
	codes(about_nothing(person("approver", owner), "give_consent")) == []
	codes(about_nothing(but(person("approver", owner), {"kind": "machine"}), "give_consent")) == ["act_person_required"]
	every role in ["agent", "steward", "dpo", "operator"] {
		codes(about_nothing(person(role, owner), "give_consent")) == ["act_role_required"]
	}
	every role in ["steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "end_consent")) == []
	}
	codes(about_nothing(person("agent", owner), "end_consent")) == ["act_role_required"]
	codes(about_nothing(person("operator", null), "end_consent")) == ["act_role_required"]
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, syndicat), "read_by_consent")) == []
	}
	codes(about_nothing(person("operator", null), "read_by_consent")) == ["act_role_required"]
}

test_the_operator_publishes_what_the_platform_carries if {
	codes(about_nothing(person("operator", null), "publish_service")) == []
	codes(about_nothing(person("steward", owner), "publish_service")) == ["act_role_required"]
}

test_the_operator_sets_quotas_and_no_body_its_own if {
	codes(about_nothing(person("operator", null), "set_quota")) == []
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "set_quota")) == ["act_role_required"]
	}
	for_a_body := but(about_nothing(person("operator", null), "set_quota"), {"on_behalf_of": syndicat})
	codes(for_a_body) == ["act_not_under_mandate"]
}

test_a_steward_saves_documents_and_whoever_works_there_lists_them if {
	every act in ["save_operation", "remove_operation"] {
		codes(about_nothing(person("steward", owner), act)) == []
		codes(about_nothing(person("agent", owner), act)) == ["act_role_required"]
		codes(about_nothing(person("operator", null), act)) == ["act_role_required"]
	}
	every act in ["save_own_operation", "remove_own_operation"] {
		codes(about_nothing(person("agent", owner), act)) == []
		codes(about_nothing(person("dpo", owner), act)) == ["act_role_required"]
	}
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "list_operations")) == []
	}
}

test_an_indicator_is_changed_by_who_made_it_and_by_stewards if {
	every act in ["save_indicator", "remove_indicator"] {
		codes(about_nothing(person("steward", owner), act)) == []
		codes(about_nothing(person("agent", owner), act)) == ["act_role_required"]
		codes(about_nothing(person("operator", null), act)) == ["act_role_required"]
	}
	every act in ["save_own_indicator", "remove_own_indicator"] {
		codes(about_nothing(person("agent", owner), act)) == []
		codes(about_nothing(person("dpo", owner), act)) == ["act_role_required"]
	}
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "list_indicators")) == []
	}
	codes(about_nothing(person("agent", null), "list_indicators")) == ["act_other_organisation"]
}

test_whoever_reads_makes_links_and_others_of_the_body_end_them if {
	codes(about_nothing(person("agent", owner), "make_link")) == []
	codes(about_nothing(person("dpo", owner), "make_link")) == ["act_role_required"]
	machine := but(person("agent", owner), {"kind": "machine"})
	codes(about_nothing(machine, "make_link")) == ["act_person_required"]
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "revoke_link")) == []
		codes(about_nothing(person(role, owner), "list_links")) == []
	}
	codes(about_nothing(person("agent", owner), "revoke_any_link")) == ["act_role_required"]
	codes(about_nothing(person("dpo", owner), "revoke_any_link")) == []
	codes(about_nothing(person("operator", null), "list_links")) == ["act_role_required"]
}

test_who_signs_agreements_consents_to_links_over_them if {
	codes(about_nothing(person("approver", owner), "consent_to_link")) == []
	codes(about_nothing(person("steward", owner), "consent_to_link")) == ["act_role_required"]
	codes(about_nothing(person("steward", owner), "end_link_consent")) == []
	codes(about_nothing(person("agent", owner), "end_link_consent")) == ["act_role_required"]
}

test_each_person_chooses_what_they_are_told if {
	every role in ["agent", "steward", "approver", "dpo", "operator"] {
		codes(about_nothing(person(role, owner), "choose_messages")) == []
	}
	machine := but(person("steward", owner), {"kind": "machine"})
	codes(about_nothing(machine, "choose_messages")) == ["act_person_required"]
}

test_whoever_works_there_reports_an_anomaly if {
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(about_nothing(person(role, owner), "report_anomaly")) == []
	}
	codes(about_nothing(person("operator", null), "report_anomaly")) == ["act_role_required"]
}

test_a_steward_opens_a_campaign_and_reminds_of_it_for_their_own_body_alone if {
	every act in ["open_campaign", "remind_campaign"] {
		codes(about_nothing(person("steward", owner), act)) == []
		codes(about_nothing(person("steward", null), act)) == ["act_other_organisation"]
		every role in ["agent", "approver", "dpo", "operator"] {
			codes(about_nothing(person(role, owner), act)) == ["act_role_required"]
		}
		for_other := but(about_nothing(person("steward", owner), act), {"on_behalf_of": syndicat})
		codes(for_other) == ["act_not_under_mandate"]
		weak := but(about_nothing(person("steward", owner), act), {"proves": ["read"]})
		codes(weak) == ["sign_in_too_weak"]
	}
}

test_an_approver_closes_a_campaign_too if {
	every role in ["steward", "approver"] {
		codes(about_nothing(person(role, owner), "close_campaign")) == []
	}
	every role in ["agent", "dpo", "operator"] {
		codes(about_nothing(person(role, owner), "close_campaign")) == ["act_role_required"]
	}
}

test_whoever_works_there_sees_its_campaigns if {
	every act in ["see_campaigns", "note_campaign"] {
		every role in ["agent", "steward", "approver", "dpo"] {
			codes(about_nothing(person(role, owner), act)) == []
			codes(about_nothing(person(role, null), act)) == ["act_other_organisation"]
		}
		codes(about_nothing(person("operator", null), act)) == ["act_role_required"]
		weak := but(about_nothing(person("agent", owner), act), {"proves": ["read"]})
		codes(weak) == []
	}
}

test_the_clock_alone_reminds_of_campaigns_by_rule if {
	clock := but(person("", null), {"agent": "system:clock", "kind": "system", "roles": []})
	codes(about_nothing(clock, "remind_of_campaign")) == []
	codes(about_nothing(person("steward", owner), "remind_of_campaign")) == ["act_of_clock"]
	codes(about_nothing(clock, "remind_of_report")) == []
	codes(about_nothing(person("steward", owner), "remind_of_report")) == ["act_of_clock"]
	codes(about_nothing(clock, "note_once_open")) == []
	codes(about_nothing(person("operator", null), "note_once_open")) == ["act_of_clock"]
	every act in ["open_campaign", "close_campaign", "see_campaigns"] {
		codes(about_nothing(clock, act)) == ["act_role_required"]
	}
}
