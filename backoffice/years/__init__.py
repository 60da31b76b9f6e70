"""Over the years: what was between us and an organisation, and how missions compare.

`between_us` reads all that an organisation had a part in, `comparing` counts what several missions came to,
`charts` gives both their bars; `organisation_page` and `missions_page` show them.
"""
