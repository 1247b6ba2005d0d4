"""The same tables in each kind of storage: files, SQLite, PostgreSQL, S3."""
