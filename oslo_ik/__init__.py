"""oslo-ik: internal control for substance-use services in Oslo."""

__version__ = "0.1.0"
