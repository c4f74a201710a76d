"""What it means: mentions on a page -> values with the place they came from."""
