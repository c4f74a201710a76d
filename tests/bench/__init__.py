"""Benchmarks, apart from the tests: ratios and sizes measured in one run, told and never asserted."""
