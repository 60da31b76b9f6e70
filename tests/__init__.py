"""The tests mirror the rooms; factories.py makes rows, environment.py keeps the developer's own data out."""
