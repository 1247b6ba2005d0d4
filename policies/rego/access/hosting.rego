package access

import data.shapes

# Where data lies or passes. All of it must be as demanded: a copy in the logs is a copy.
hosting_parts := ["storage", "gateway", "engine", "spill", "logs", "backups"]

hosting_terms := ["country", "secnumcloud", "operator"]

installation_parts := {"gateway", "engine", "spill", "logs", "backups"}

# What is demanded of the hosting: of a dataset for whoever reads it, of an agreement for who reads
# by it. Nothing is, where nothing is written.
demands(dataset, agreement) := {demand |
	some demanding in [dataset, agreement]
	demand := object.get(demanding, "hosting", null)
	demand != null
}

# Whatever nobody said is as if it were otherwise.
shortfalls(question, dataset, agreement) := {shortfall |
	some demand in demands(dataset, agreement)
	some part in hosting_parts
	facts := hosting_facts(question, dataset, part)
	some fact in hosting_terms
	not meets(fact, facts[fact], demand)
	shortfall := {"part": part, "fact": fact, "known": facts[fact] != null}
}

hosting_facts(_, dataset, "storage") := object.get(dataset, "storage", unknown_hosting)

hosting_facts(question, _, part) := facts if {
	part != "storage"
	facts := object.get(object.get(question, "installation", {}), part, unknown_hosting)
}

unknown_hosting := {"country": null, "secnumcloud": null, "operator": null}

meets("country", _, demand) if count(demand.countries) == 0

meets("country", country, demand) if country in demand.countries

meets("country", country, demand) if {
	some area in demand.countries
	country in areas[area]
}

meets("secnumcloud", _, demand) if demand.secnumcloud == false

meets("secnumcloud", qualified, _) if qualified == true

meets("operator", _, demand) if count(demand.operated_by) == 0

meets("operator", operator, demand) if operator in demand.operated_by

areas := {"EU": european_union, "EEA": (european_union | {"IS", "LI", "NO"})}

european_union := {
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
	"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}

# Exactly these forms; a question that holds none of them is as it was before they were known.
well_formed_demand(holder) if not "hosting" in object.keys(holder)

well_formed_demand(holder) if {
	demand := holder.hosting
	is_object(demand)
	object.keys(demand) == {"countries", "secnumcloud", "operated_by"}
	shapes.text_list(demand.countries)
	is_boolean(demand.secnumcloud)
	shapes.text_list(demand.operated_by)
}

well_formed_storage(dataset) if not "storage" in object.keys(dataset)

well_formed_storage(dataset) if well_formed_hosting(dataset.storage)

well_formed_installation(question) if not "installation" in object.keys(question)

well_formed_installation(question) if {
	is_object(question.installation)
	count(object.keys(question.installation) - installation_parts) == 0
	every facts in question.installation {
		well_formed_hosting(facts)
	}
}

well_formed_hosting(facts) if {
	is_object(facts)
	object.keys(facts) == object.keys(unknown_hosting)
	shapes.text_or_null(facts.country)
	boolean_or_null(facts.secnumcloud)
	shapes.text_or_null(facts.operator)
}

boolean_or_null(value) if value == null

boolean_or_null(value) if is_boolean(value)
