"""Settings, logs, figures for the operator, child processes: what every other room stands on."""
