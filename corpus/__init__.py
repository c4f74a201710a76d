"""Many documents: Record* -> store."""
