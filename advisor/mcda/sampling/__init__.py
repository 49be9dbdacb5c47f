"""Random draws of plausible weights and of uncertain values."""
