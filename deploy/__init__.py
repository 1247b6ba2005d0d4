"""The deployment of Interco: images, charts, configuration, and the local servers."""
