"""Queries: how one is prepared, run, recorded and answered; reports on access and use."""
