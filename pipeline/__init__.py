"""Zeren reads Vietnamese and Chinese policy texts and keeps the promises in them."""

__version__ = "0.1.0"
