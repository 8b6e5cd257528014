"""The alphabets of GSM-7: their charts, what is read off them, and texts as their septets."""
