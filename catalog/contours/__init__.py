"""Contours of communes: read as they are published, simplified, kept in one compact file."""
