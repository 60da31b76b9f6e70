"""Texts of a mission that lack a language."""
