"""One file as somebody drops it, read by what it says of itself: a `FileReading`."""
