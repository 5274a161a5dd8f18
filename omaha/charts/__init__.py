"""Pictures. The one home of matplotlib, which is imported only where a picture is asked for.

One file a picture; each takes values and gives bytes. Beside every picture its caller sets a
table with the same figures, since a picture says nothing to a screen reader.
"""
