"""The programme board of one mission: days and stops as columns, items as slots, each act undone at will."""
