package acts.sharing

# The first reason why not; none means yes. That a stronger sign-in is needed is told only to
# whoever may act once signed in so.
denials(question) := right_denials(question) if {
	count(right_denials(question)) > 0
} else := strength_denials(question)

# Whatever the sign-in.
right_denials(question) := system_denials(question) if {
	system_agents[question.act]
} else := person_denials(question) if {
	count(person_denials(question)) > 0
} else := agreement_denials(question) if {
	question.act in agreement_acts
} else := mandate_denials(question) if {
	question.act in mandate_acts
} else := own_denials(question) if {
	question.act in own_acts
} else := people_denials(question) if {
	question.act in people_acts
} else := platform_denials(question) if {
	question.act in platform_acts
} else := purpose_denials(question)

system_denials(question) := [] if {
	is_system(question.subject, system_agents[question.act])
} else := [denial("act_of_clock", [])] if {
	question.act in clock_acts
} else := [denial("act_of_system", [])]

person_denials(question) := [denial("act_role_required", roles_for[question.act])] if {
	not identified(question.subject)
} else := [denial("act_role_required", roles_for[question.act])] if {
	not has_role(question)
} else := [denial("act_person_required", [])] if {
	question.act in acts_of_persons
	question.subject.kind != "person"
} else := []

agreement_denials(question) := [] if {
	of_the_platform(question)
} else := [denial("act_not_a_party", [])] if {
	not of_a_party(question)
} else := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
	count(mandate_actions(question)) == 0
} else := [denial("act_mandate_required", mandate_actions(question))] if {
	question.on_behalf_of != null
	count(covering_mandates(question)) == 0
} else := [denial("act_of_other_side", [])] if {
	not of_its_side(question)
} else := [denial("act_same_person", [])] if {
	question.act == "approve"
	some approval in question.agreement.approvals
	approval.issuer == question.issuer
	approval.agent == question.subject.agent
} else := [denial("act_same_organisation", [])] if {
	question.act == "approve"
	some approval in question.agreement.approvals
	approval.organisation != acting_for(question)
	stand_together(approval, question)
} else := []

of_the_platform(question) if {
	question.act in acts_of_the_platform
	question.on_behalf_of == null
	"operator" in question.subject.roles
	not of_a_party(question)
}

of_a_party(question) if acting_for(question) == question.agreement.grantor

of_a_party(question) if acting_for(question) == question.agreement.grantee

of_its_side(question) if {
	question.act in acts_of_the_proposer
	acting_for(question) == question.agreement.proposed_by
}

of_its_side(question) if {
	question.act in acts_of_the_other_side
	acting_for(question) != question.agreement.proposed_by
}

# Whoever would sign for the proposing side gives it back to its own steward.
of_its_side(question) if {
	question.act == "request_changes"
	question.on_behalf_of == null
	"approver" in question.subject.roles
	acting_for(question) == question.agreement.proposed_by
}

of_its_side(question) if {
	question.act == "override_guard"
	acting_for(question) == question.agreement.grantor
}

of_its_side(question) if {
	not question.act in acts_of_the_proposer
	not question.act in acts_of_the_other_side
	question.act != "override_guard"
}

# An employer counts as the organisation that it signs for: nobody stands on both sides.
stand_together(approval, question) if {
	some theirs in [approval.organisation, approval.employer]
	theirs in [question.subject.organisation, acting_for(question)]
}

mandate_denials(question) := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [] if {
	question.subject.organisation == question.mandate.principal
} else := [] if {
	question.act == "end_mandate"
	question.subject.organisation != null
	question.subject.organisation == question.mandate.mandatary
} else := [denial("act_other_organisation", [])]

purpose_denials(question) := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [] if {
	question.act == "register_purpose"
} else := [] if {
	question.subject.organisation != null
	question.subject.organisation == question.agent_organisation
} else := [denial("act_other_organisation", [])]

platform_denials(question) := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := []

own_denials(question) := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [] if {
	question.subject.organisation != null
} else := [denial("act_other_organisation", [])]

denial(code, sections) := {"code": code, "sections": sections}
