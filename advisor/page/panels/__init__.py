"""The tabs below the answer, one per subject."""
