"""Run by catalog.store.opening on a connection and a transaction of its own; never by hand."""

from alembic import context

import catalog.store.verification_tables  # noqa: F401 - its tables stand beside the others
from catalog.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
