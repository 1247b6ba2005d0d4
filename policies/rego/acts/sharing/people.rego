package acts.sharing

# Nobody is judge of their own roles; the operator's is written by the operator, in its files.
people_denials(question) := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [denial("act_on_oneself", [])] if {
	question.person.issuer == question.issuer
	question.person.agent == question.subject.agent
} else := [denial("act_role_never_given", [])] if {
	"operator" in question.person.roles
} else := [] if {
	"operator" in question.subject.roles
} else := [denial("act_other_organisation", [])] if {
	not of_own_organisation(question)
} else := [denial("act_last_steward", [])] if {
	question.act == "revoke_roles"
	"steward" in question.person.roles
	question.person.is_last_steward
} else := []

of_own_organisation(question) if {
	question.subject.organisation != null
	question.subject.organisation == question.agent_organisation
}
