"""What the public pages print: rows of templates, made of itineraries, results and listings.

Everything is put into words here, once; the templates add markup and compute nothing.
"""
