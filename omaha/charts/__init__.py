"""Pictures, drawn with matplotlib; the only home of that library.

A file here draws one kind of picture from plain values and writes it where it is told; it
computes nothing. Imported only when a picture is asked for, since the library takes half a
second to import and comes with the extra ``charts``.
"""
