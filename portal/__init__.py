"""青创通: the portal a city runs for people who start businesses."""

__version__ = "0.1.0"
