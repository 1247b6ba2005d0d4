# METADATA
# title: Who may make a board, change it and read it
# description: |
#   A board is its body's own: whoever reads data there makes one, its author and the stewards change
#   it and take it away, a steward alone puts it on the home page of all. It is read by its readers:
#   the author, roles of the body, partners that are named, or everybody; and by the stewards, who
#   look after it. What its tiles show is decided by the law of data, for each reader anew.
# scope: package
package acts.boards

import data.shapes

# METADATA
# description: A question that is not well formed allows nothing and names no reason.
# entrypoint: true
# scope: document
default decision := {"contract": "interco.acts/1", "allow": false, "denials": []}

decision := {
	"contract": "interco.acts/1",
	"allow": count(denials(input)) == 0,
	"denials": denials(input),
} if {
	well_formed(input)
}

denials(question) := reading_denials(question) if {
	question.act == "read"
} else := changing_denials(question)

# What is open to everybody is read without signing in, and under a mandate too.
reading_denials(question) := [] if {
	question.board.audience == "everybody"
} else := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [denial("act_role_required", roles_for.read)] if {
	not has_role(question)
} else := [denial("act_other_organisation", [])] if {
	not is_of_the_body(question)
	not question.subject.organisation in question.board.partners
} else := [denial("act_role_required", ["steward"])] if {
	is_of_the_body(question)
	not is_read_within(question)
} else := [denial("sign_in_too_weak", ["read"])] if {
	not "read" in question.proves
} else := []

is_read_within(question) if "steward" in question.subject.roles

is_read_within(question) if is_author(question)

is_read_within(question) if {
	question.board.audience == "body"
	question.board.roles == []
}

is_read_within(question) if {
	question.board.audience == "body"
	some role in question.subject.roles
	role in question.board.roles
}

changing_denials(question) := [denial("act_not_under_mandate", [])] if {
	question.on_behalf_of != null
} else := [denial("act_role_required", roles_for[question.act])] if {
	not has_role(question)
} else := [denial("act_other_organisation", [])] if {
	not is_of_the_body(question)
} else := [denial("act_role_required", ["steward"])] if {
	not is_author(question)
	not "steward" in question.subject.roles
} else := [denial("sign_in_too_weak", ["draft"])] if {
	not "draft" in question.proves
} else := []

roles_for := {
	"make": ["agent", "steward"],
	"change": ["agent", "steward"],
	"remove": ["agent", "steward"],
	"choose_home": ["steward"],
	"read": ["agent", "steward", "approver", "dpo"],
}

has_role(question) if {
	question.subject.kind in {"person", "machine"}
	question.subject.organisation != null
	some role in question.subject.roles
	role in roles_for[question.act]
}

is_of_the_body(question) if question.subject.organisation == question.board.body

# Of the same name at another issuer is somebody else.
is_author(question) if {
	question.board.author.issuer == question.issuer
	question.board.author.agent == question.subject.agent
}

denial(code, sections) := {"code": code, "sections": sections}

well_formed(question) if {
	is_object(question)
	object.keys(question) == {"subject", "proves", "issuer", "on_behalf_of", "act", "board"}
	shapes.well_formed_subject(question.subject)
	shapes.well_formed_proves(question.proves)
	shapes.text_or_null(question.issuer)
	shapes.siren_or_null(question.on_behalf_of)
	question.act in object.keys(roles_for)
	well_formed_board(question.board)
}

well_formed_board(board) if {
	is_object(board)
	object.keys(board) == {"body", "author", "audience", "roles", "partners"}
	shapes.siren(board.body)
	is_object(board.author)
	object.keys(board.author) == {"issuer", "agent"}
	is_string(board.author.issuer)
	shapes.filled_text(board.author.agent)
	board.audience in {"author", "body", "everybody"}
	shapes.text_list(board.roles)
	shapes.text_list(board.partners)
}
