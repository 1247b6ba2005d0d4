package trino_test

test_the_administrator_makes_and_drops_our_catalogs_only if {
	every operation in ["CreateCatalog", "DropCatalog"] {
		may("interco-admin", operation, catalog("s_base_0a1b2c3d4e5f"))
		not may("interco-admin", operation, catalog("other"))
		not may("interco-admin", operation, catalog("system"))
		not may("interco", operation, catalog("s_base_0a1b2c3d4e5f"))
	}
}

test_the_administrator_declares_tables_and_never_reads_them if {
	ours := table("s_base_0a1b2c3d4e5f", "contrat")
	may("interco-admin", "CreateSchema", schema("s_base_0a1b2c3d4e5f"))
	may("interco-admin", "CreateTable", ours)
	may("interco-admin", "FilterSchemas", schema("s_base_0a1b2c3d4e5f"))
	may("interco-admin", "FilterTables", ours)
	every operation in [
		"SelectFromColumns", "InsertIntoTable", "DeleteFromTable", "DropTable",
		"TruncateTable", "CreateView",
	] {
		not may("interco-admin", operation, ours)
	}
	not may("interco-admin", "CreateSchema", schema("other"))
	not may("interco-admin", "CreateTable", table("other", "raw"))
	not may("interco-admin", "FilterSchemas", schema("other"))
	not may("interco-admin", "FilterTables", table("other", "raw"))
}

test_the_administrator_sees_names_nodes_and_queries if {
	may("interco-admin", "SelectFromColumns", table("s_a", "information_schema"))
	may("interco-admin", "SelectFromColumns", table("system", "runtime"))
	may("interco-admin", "SelectFromColumns", table("system", "metadata"))
	may("interco-admin", "AccessCatalog", catalog("system"))
	not may("interco-admin", "SelectFromColumns", table("system", "jdbc"))
	not may("interco-admin", "SelectFromColumns", table("jmx", "current"))
	not may("interco-admin", "AccessCatalog", catalog("jmx"))
}

test_the_administrator_may_have_a_source_looked_at_again if {
	named := {
		"catalogSchema": {"catalogName": "s_a", "schemaName": "system"},
		"functionName": "flush_metadata_cache",
	}
	may("interco-admin", "ExecuteProcedure", {"function": named})
	not may("interco", "ExecuteProcedure", {"function": named})
	every other in [
		{"functionName": "execute"},
		{"catalogSchema": {"catalogName": "system", "schemaName": "system"}},
		{"catalogSchema": {"catalogName": "s_a", "schemaName": "runtime"}},
	] {
		function := object.union(named, other)
		not may("interco-admin", "ExecuteProcedure", {"function": function})
	}
}

test_nobody_is_impersonated if {
	every user in principals {
		every other in principals {
			not may(user, "ImpersonateUser", {"user": {"user": other}})
		}
	}
}
