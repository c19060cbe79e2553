"""Gives sheets room for a newer layout: cells move, and everything that speaks of them follows."""
