"""The page on which a steward sets when a service runs by itself."""
