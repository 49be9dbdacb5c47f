"""Who leads: what was chosen, who is screened out, what each scores."""
