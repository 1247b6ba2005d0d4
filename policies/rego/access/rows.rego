package access

import data.shapes

# A row condition counts only if it is exactly of a known form, over columns that exist: anything
# else drops the whole branch, since a condition that is misread could widen it.
sound_rows(rows, columns) if sound_conjunction(rows, columns)

sound_rows(rows, columns) if {
	conjunction(rows)
	every condition in rows.conditions {
		sound_conjunction(condition, columns)
	}
}

# Rego has no recursion: conjunctions nest two deep, which is one more than anybody signed.
sound_conjunction(rows, columns) if sound_condition(rows, columns)

sound_conjunction(rows, columns) if {
	conjunction(rows)
	every condition in rows.conditions {
		sound_condition(condition, columns)
	}
}

# An empty conjunction would be true of every row.
conjunction(rows) if {
	is_object(rows)
	object.keys(rows) == {"kind", "conditions"}
	rows.kind == "all_of"
	is_array(rows.conditions)
	count(rows.conditions) > 0
}

sound_condition(condition, _) if condition == {"kind": "all"}

sound_condition(condition, columns) if {
	is_object(condition)
	object.keys(condition) == {"kind", "column", "of", "competence", "date_column"}
	condition.kind == "in_territory"
	known_column(condition.column, columns)
	shapes.siren(condition.of)
	shapes.filled_text(condition.competence)
	known_column_or_null(condition.date_column, columns)
}

sound_condition(condition, columns) if {
	is_object(condition)
	object.keys(condition) == {"kind", "column", "communes", "at", "date_column"}
	condition.kind == "in_listed_territory"
	known_column(condition.column, columns)
	shapes.text_list(condition.communes)
	count(condition.communes) > 0
	every code in condition.communes {
		shapes.commune_code(code)
	}
	shapes.day(condition.at)
	known_column_or_null(condition.date_column, columns)
}

sound_condition(condition, columns) if {
	is_object(condition)
	object.keys(condition) == {"kind", "column", "op", "values"}
	condition.kind == "compare"
	known_column(condition.column, columns)
	shapes.text_list(condition.values)
	operands(condition.op, count(condition.values))
}

operands("in", number) if number > 0

operands(op, number) if {
	op in {"eq", "ne", "lt", "lte", "gt", "gte"}
	number == 1
}

known_column(id, columns) if id in object.keys(columns)

known_column_or_null(id, _) if id == null

known_column_or_null(id, columns) if known_column(id, columns)
