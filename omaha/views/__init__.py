"""One note, or a client's notes together, in the frames of those who work with them.

Values in, values out: no file, no web, nothing kept. `frames` shows codes in the words of
another scheme, `ratings` the written scores over time, `plan` what several disciplines say
of one client, `checking` what auditors would remark on a care plan. `pages` writes the
first three as a page for printing.

No level of the ZRM and no score of Positieve Gezondheid is ever computed here.
"""
