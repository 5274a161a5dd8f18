"""Coded notes for other systems: FHIR R4 for care, flat rows for research.

Pure values: what writes files and answers requests stands elsewhere. Words of the note do
not go along; codes, dates and written scores do.
"""
