"""The issuer of the demo's own tokens, which no production gateway believes."""

DEMO_ISSUER = "urn:interco:demo"
