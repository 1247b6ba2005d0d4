"""Sources that are watched, secrets that are kept, installations that move."""
