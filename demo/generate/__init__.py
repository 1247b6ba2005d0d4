"""Made-up rows, calibrated on published figures: the same seed gives the same bytes."""
