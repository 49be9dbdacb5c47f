"""The tabs under the answer, each a subject."""
