"""The GraphQL types of what one caller may discover."""
