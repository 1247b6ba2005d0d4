package acts.sharing

# Which of an organisation's agents do what: a steward prepares, an approver signs, or says why not,
# a DPO watches.
roles_for := {
	"draft": ["steward"],
	"amend": ["steward"],
	"submit": ["steward"],
	"request_changes": ["steward", "approver"],
	"withdraw": ["steward"],
	"refuse": ["steward", "approver"],
	"remind": ["steward"],
	"preview": ["steward", "approver", "dpo"],
	"approve": ["approver"],
	"suspend": ["approver", "dpo", "operator"],
	"resume": ["approver", "dpo", "operator"],
	"revoke": ["approver", "dpo", "operator"],
	"override_guard": ["dpo"],
	"export": ["steward", "approver", "dpo", "operator"],
	"give_mandate": ["approver"],
	"end_mandate": ["approver"],
	"register_purpose": ["operator"],
	"look_at_platform": ["operator"],
	"set_quota": ["operator"],
	"verify_now": ["operator"],
	"assign_purposes": ["steward"],
	"grant_roles": ["steward", "operator"],
	"revoke_roles": ["steward", "operator"],
	"list_people": ["steward", "approver", "dpo"],
	"list_arrivals": ["steward"],
	"make_key": ["steward"],
	"rotate_key": ["steward"],
	"revoke_key": ["steward"],
	"confirm_key": ["steward"],
	"list_keys": ["steward"],
	"save_operation": ["steward"],
	"remove_operation": ["steward"],
	"save_own_operation": ["agent", "steward"],
	"remove_own_operation": ["agent", "steward"],
	"list_operations": ["agent", "steward", "approver", "dpo"],
	"save_indicator": ["steward"],
	"remove_indicator": ["steward"],
	"save_own_indicator": ["agent", "steward"],
	"remove_own_indicator": ["agent", "steward"],
	"list_indicators": ["agent", "steward", "approver", "dpo"],
	"make_link": ["agent", "steward"],
	"revoke_link": ["agent", "steward", "approver", "dpo"],
	"revoke_any_link": ["steward", "approver", "dpo"],
	"list_links": ["agent", "steward", "approver", "dpo"],
	"consent_to_link": ["approver"],
	"end_link_consent": ["steward", "approver", "dpo"],
	"choose_messages": ["agent", "steward", "approver", "dpo", "operator"],
	"list_webhooks": ["steward"],
	"register_webhook": ["steward"],
	"remove_webhook": ["steward"],
	"reactivate_webhook": ["steward"],
	"replay_delivery": ["steward"],
	"look_at_sources": ["steward"],
	"see_uses": ["steward", "approver", "dpo"],
	"list_secrets": ["steward"],
	"set_secret": ["steward"],
	"remove_secret": ["steward"],
	"set_look": ["steward"],
	"publish_service": ["operator"],
	"publish_own_service": ["steward"],
	"activate_service": ["steward"],
	"upgrade_service": ["steward"],
	"end_activation": ["steward"],
	"schedule_service": ["steward"],
	"end_schedule": ["steward"],
	"run_on_schedule": ["steward"],
	"give_consent": ["approver"],
	"end_consent": ["steward", "approver", "dpo"],
	"read_by_consent": ["agent", "steward", "approver", "dpo"],
	"hand_request": ["agent", "steward", "approver", "dpo"],
	"ask_for_data": ["agent", "steward", "approver", "dpo"],
	"report_anomaly": ["agent", "steward", "approver", "dpo"],
	"list_mail_senders": ["steward"],
	"set_mail_sender": ["steward"],
	"open_campaign": ["steward"],
	"remind_campaign": ["steward"],
	"close_campaign": ["steward", "approver"],
	"see_campaigns": ["agent", "steward", "approver", "dpo"],
	"note_campaign": ["agent", "steward", "approver", "dpo"],
}

clock_acts := {
	"activate", "expire", "lapse", "guard", "ask_renewal", "remind_of_end",
	"remind_unanswered", "tell_readers", "close_mandate", "turn_off_webhook",
	"remind_of_campaign", "remind_of_report", "note_once_open",
	"begin_scheduled_run", "end_scheduled_run",
}

# Who of the system does what no person asks for.
system_agents := object.union({act: "system:clock" | some act in clock_acts}, {"rotate_secret": "system:rotation", "appoint_steward": "system:arrivals", "ask_from_outside": "system:asking", "verify_agreements": "system:verification"})

mandate_acts := {"give_mandate", "end_mandate", "close_mandate"}

# Who has which role in an organisation; the first steward may be appointed by a rule.
people_acts := {"grant_roles", "revoke_roles", "appoint_steward"}

purpose_acts := {"register_purpose", "assign_purposes"}

# On the platform as a whole: its bodies, how much each may use, who came for those without a steward.
platform_acts := {"look_at_platform", "publish_service", "set_quota", "verify_now"}

# On what is the organisation's own alone.
own_acts := {
	"list_people", "list_arrivals",
	"make_key", "rotate_key", "revoke_key", "confirm_key", "list_keys",
	"save_operation", "remove_operation", "save_own_operation", "remove_own_operation", "list_operations",
	"save_indicator", "remove_indicator", "save_own_indicator", "remove_own_indicator", "list_indicators",
	"make_link", "revoke_link", "revoke_any_link", "list_links", "consent_to_link", "end_link_consent",
	"choose_messages",
	"list_webhooks", "register_webhook", "remove_webhook",
	"reactivate_webhook", "replay_delivery", "look_at_sources", "see_uses",
	"list_secrets", "set_secret", "remove_secret", "set_look",
	"publish_own_service", "activate_service", "upgrade_service", "end_activation",
	"schedule_service", "end_schedule", "run_on_schedule",
	"give_consent", "end_consent", "read_by_consent", "report_anomaly", "hand_request", "ask_for_data",
	"list_mail_senders", "set_mail_sender",
	"open_campaign", "remind_campaign", "close_campaign", "see_campaigns", "note_campaign",
}

# The same, of the system alone.
system_own_acts := {"turn_off_webhook", "rotate_secret", "remind_of_campaign", "remind_of_report", "note_once_open", "ask_from_outside", "begin_scheduled_run", "end_scheduled_run", "verify_agreements"}

agreement_acts := ({act | some act, _ in roles_for} | clock_acts) - (((((mandate_acts | purpose_acts) | people_acts) | own_acts) | platform_acts) | system_own_acts)

# A machine prepares and stops; it never binds.
# What a person scheduled runs for that person alone: no machine has a service run by itself.
acts_of_persons := acts_that_bind | {"register_purpose", "assign_purposes", "choose_messages", "run_on_schedule"}

# The platform may stop what goes wrong, set going again what it stopped, and keep the proof.
acts_of_the_platform := {"suspend", "resume", "revoke", "export"}

acts_of_the_proposer := {"draft", "submit", "withdraw"}

acts_of_the_other_side := {"request_changes", "refuse"}

has_role(question) if {
	some role in question.subject.roles
	role in roles_for[question.act]
}

identified(subject) if subject.kind in {"person", "machine"}

is_system(subject, agent) if {
	subject.kind == "system"
	subject.agent == agent
}
