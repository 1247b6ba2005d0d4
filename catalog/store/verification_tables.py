"""The tables of the nightly verification of agreements."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from catalog.store.tables import metadata

# The nightly verification of each storage: who is at it, and the nights on which it was silent.
storage_nights = Table(
    "storage_nights",
    metadata,
    Column("storage", String(130), primary_key=True),
    # One process at a time, until then at the latest.
    Column("claimed_until", String(32), nullable=False),
    # A catalog.health.nights.StorageNights as canonical JSON.
    Column("body", Text, nullable=False),
)

# Each dataset as it was last verified.
dataset_probe = Table(
    "dataset_probe",
    metadata,
    Column("dataset", String(300), primary_key=True),
    # A catalog.health.probes.DatasetProbe as canonical JSON.
    Column("body", Text, nullable=False),
)

# The health of each agreement, by its citation, and its changes.
agreement_health = Table(
    "agreement_health",
    metadata,
    Column("citation", String(100), primary_key=True),
    # A catalog.model.health.AgreementHealth as canonical JSON.
    Column("body", Text, nullable=False),
)

health_change = Table(
    "health_change",
    metadata,
    Column("citation", String(100), primary_key=True),
    Column("at", String(32), primary_key=True),
    # A catalog.model.health.HealthChange as canonical JSON.
    Column("body", Text, nullable=False),
)
