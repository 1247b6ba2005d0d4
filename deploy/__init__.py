"""How Interco is deployed: images, charts, configuration, and the local servers."""
