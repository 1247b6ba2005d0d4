"""Programs that work on the project and are no part of the product: checks, tests, full stack."""
