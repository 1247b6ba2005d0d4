"""OGC API - Features, read only: a body's datasets that have a place (`/ogc/{organisation}`)."""
