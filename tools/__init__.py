"""What works on the project and is no part of the product: checks, tests, the full stack."""
