package access

# Only columns classified as open, and never a dataset that holds anything personal. The owner
# needs no open branch: its own gives all of this and more.
open_branches(question, dataset) := [branch |
	open_to(question, dataset)
	not owner_reads(question, dataset)
	columns := {id: {"transform": "clear", "constant": null} |
		some id, classification in dataset.columns
		classification == 0
	}
	count(columns) > 0
	count(shortfalls(question, dataset, {})) == 0
	branch := {
		"agreement": "open",
		"columns": columns,
		"rows": {"kind": "all"},
		"output": "detail",
		"reasons": [dataset.access_level],
	}
]

open_to(question, dataset) if {
	may_be_asked(question)
	dataset.access_level == "open"
	not personal(dataset)
}

open_to(question, dataset) if {
	may_be_asked(question)
	dataset.access_level == "open_with_account"
	identified(question.subject)
	not personal(dataset)
}

# On behalf of somebody without a mandate, nothing at all is answered.
may_be_asked(question) if question.on_behalf_of == null

may_be_asked(question) if count(query_mandates(question)) > 0

personal(dataset) if dataset.personal_data

# The highest class of the whole dataset, whatever columns were sent.
personal(dataset) if dataset.highest_classification >= 2
