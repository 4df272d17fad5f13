"""Handing over: what was found in a video, the history over weeks, the report for a clinician, FHIR."""
