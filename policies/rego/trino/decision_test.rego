package trino_test

import data.trino

asked(user, action) := {"context": {"identity": {"user": user, "groups": []}}, "action": action}

may(user, operation, resource) if {
	question := asked(user, {"operation": operation, "resource": resource})
	trino.allow with input as question
}

seen(user, operation, resources) := positions if {
	question := asked(user, {"operation": operation, "filterResources": resources})
	positions := trino.batch with input as question
}

table(catalog, schema) := {"table": {
	"catalogName": catalog, "schemaName": schema, "tableName": "collectes",
	"columns": ["flux", "tonnage_kg"],
}}

catalog(name) := {"catalog": {"name": name}}

schema(name) := {"schema": {"catalogName": name, "schemaName": "raw"}}

principals := {"interco", "interco-admin"}

# Every question that Trino 476 can put, with something of ours and with the whole cluster.
operations := {
	"AccessCatalog", "AddColumn", "AlterColumn", "CreateBranch", "CreateCatalog",
	"CreateFunction", "CreateMaterializedView", "CreateRole", "CreateSchema", "CreateTable",
	"CreateView", "CreateViewWithExecuteFunction", "CreateViewWithSelectFromColumns",
	"DeleteFromTable", "DenySchemaPrivilege", "DropCatalog", "DropColumn", "DropFunction",
	"DropMaterializedView", "DropRole", "DropSchema", "DropTable", "DropView",
	"ExecuteFunction", "ExecuteProcedure", "ExecuteQuery", "ExecuteTableProcedure",
	"FilterCatalogs", "FilterColumns", "FilterFunctions", "FilterSchemas", "FilterTables",
	"FilterViewQueryOwnedBy", "GrantRoles", "GrantSchemaPrivilege", "GrantTablePrivilege",
	"ImpersonateUser", "InsertIntoTable", "KillQueryOwnedBy", "ReadSystemInformation",
	"RefreshMaterializedView", "RenameColumn", "RenameMaterializedView", "RenameSchema",
	"RenameTable", "RenameView", "RevokeRoles", "SelectFromColumns",
	"SetCatalogSessionProperty", "SetColumnComment", "SetMaterializedViewProperties",
	"SetSchemaAuthorization", "SetSystemSessionProperty", "SetTableAuthorization",
	"SetTableComment", "SetTableProperties", "SetViewAuthorization", "SetViewComment",
	"ShowColumns", "ShowCreateFunction", "ShowCreateSchema", "ShowCreateTable",
	"ShowFunctions", "ShowRoles", "ShowSchemas", "ShowTables", "TruncateTable",
	"UpdateTableColumns", "ViewQueryOwnedBy", "WriteSystemInformation", "AnythingToCome",
}

everything := object.union_n([
	table("s_base_0a1b2c3d4e5f", "contrat"), catalog("s_base_0a1b2c3d4e5f"),
	schema("s_base_0a1b2c3d4e5f"), {"user": {"user": "interco", "groups": []}},
	{"systemSessionProperty": {"name": "query_max_run_time"}},
	{"catalogSessionProperty": {
		"catalogName": "s_base_0a1b2c3d4e5f",
		"propertyName": "domain_compaction_threshold",
	}},
	{"function": {"catalogSchema": {"catalogName": "system", "schemaName": "builtin"}}},
])

allowed(user) := {operation | some operation in operations; may(user, operation, everything)}

test_the_reader_reads_and_does_nothing_else if {
	allowed("interco") == {
		"AccessCatalog", "ExecuteQuery", "FilterColumns", "SelectFromColumns",
		"SetCatalogSessionProperty", "SetSystemSessionProperty",
	}
}

test_the_administrator_makes_catalogs_and_looks_after_the_cluster if {
	allowed("interco-admin") == {
		"AccessCatalog", "CreateCatalog", "CreateSchema", "CreateTable", "DropCatalog",
		"ExecuteQuery", "FilterCatalogs", "FilterColumns", "FilterSchemas", "FilterTables",
		"FilterViewQueryOwnedBy", "KillQueryOwnedBy", "ReadSystemInformation",
		"ShowSchemas", "ViewQueryOwnedBy",
	}
}

test_nobody_else_may_do_anything if {
	every user in ["", "someone", "Interco", "interco ", "interco-admin2", "system", null] {
		count(allowed(user)) == 0
	}
}

test_a_question_that_is_not_one_is_refused if {
	not trino.allow with input as {}
	not trino.allow with input as {"context": {"identity": {"user": "interco"}}}
	not trino.allow with input as asked("interco", {})
	not trino.allow with input as asked("interco", {"operation": "SelectFromColumns"})
	not trino.allow with input as asked("interco", {"operation": ["ExecuteQuery"]})
	not trino.allow with input as {"action": {"operation": "ExecuteQuery"}}
}

test_a_list_is_judged_one_by_one if {
	catalogs := [catalog("system"), catalog("s_base_0a1b2c3d4e5f"), catalog("others")]
	seen("interco-admin", "FilterCatalogs", catalogs) == {1}
	seen("interco", "FilterCatalogs", catalogs) == set()
	seen("someone", "FilterCatalogs", catalogs) == set()
}

test_the_columns_of_a_table_are_seen_together_or_not_at_all if {
	ours := [table("s_base_0a1b2c3d4e5f", "contrat")]
	seen("interco", "FilterColumns", ours) == {0, 1}
	seen("interco-admin", "FilterColumns", ours) == {0, 1}
	seen("someone", "FilterColumns", ours) == set()
	seen("interco", "FilterColumns", [table("system", "runtime")]) == set()
}
