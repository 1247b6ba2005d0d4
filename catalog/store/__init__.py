"""The catalog's store: `open_store` answers a `Store`."""

from catalog.store.store import Store, open_store

__all__ = ["Store", "open_store"]
