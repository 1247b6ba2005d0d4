"""OData 4.0, read only: the datasets of one body as entity sets (`/odata/{organisation}`)."""
