"""The speed of smsplan beside its peers': ``python -m benchmarks``."""
