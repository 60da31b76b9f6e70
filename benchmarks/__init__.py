"""How fast the public pages are, as ratios to a Django hello of the same run: `make bench`."""
