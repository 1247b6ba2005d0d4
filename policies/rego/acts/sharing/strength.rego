package acts.sharing

# How strong a sign-in an act demands: to bind, or to reopen what was stopped; to look; else to
# prepare, and to stop, which must not wait for a second factor.
strength_needed[act] := "approve" if {
	some act in acts_that_bind
}

strength_needed[act] := "read" if {
	some act in acts_that_look
}

strength_needed[act] := "draft" if {
	some act, _ in roles_for
	not act in acts_that_bind
	not act in acts_that_look
}

acts_that_bind := {"approve", "override_guard", "resume", "give_mandate", "give_consent", "grant_roles", "revoke_roles", "make_key", "rotate_key", "confirm_key", "make_link", "consent_to_link", "schedule_service"}

acts_that_look := {"preview", "export", "list_webhooks", "look_at_sources", "see_uses", "list_secrets", "list_people", "list_arrivals", "list_keys", "list_operations", "list_indicators", "list_links", "look_at_platform", "see_campaigns", "note_campaign", "read_by_consent", "run_on_schedule"}

# The system signs in by nothing.
strength_denials(question) := [] if {
	system_agents[question.act]
} else := [] if {
	strength_needed[question.act] in question.proves
} else := [denial("sign_in_too_weak", [strength_needed[question.act]])]
