package access

owner_branches(question, dataset) := [branch |
	owner_reads(question, dataset)
	count(shortfalls(question, dataset, {})) == 0
	branch := {
		"agreement": "owner",
		"columns": {id: {"transform": "clear", "constant": null} | some id, _ in dataset.columns},
		"rows": {"kind": "all"},
		"output": "detail",
		"reasons": ["own_data"],
	}
]

owner_reads(question, dataset) if {
	acts_for_own_organisation(question)
	question.subject.organisation == dataset.owner
	in_reader_group(question.subject, dataset)
}

# A mandate that names the dataset carries it, groups included; no other does.
owner_reads(question, dataset) if mandate_opens(question, dataset)

# Payroll is not for everyone in the town hall.
in_reader_group(_, dataset) if count(dataset.reader_groups) == 0

in_reader_group(subject, dataset) if {
	some group in dataset.reader_groups
	group in subject.groups
}
