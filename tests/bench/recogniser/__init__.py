"""A line recogniser of Vanban's own: text lines rendered and spoilt, a small network trained on them, and its trial."""
