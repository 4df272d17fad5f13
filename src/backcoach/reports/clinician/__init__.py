"""The report for a clinician: what was done, how it felt and what the rules changed, on one page and in detail.

`build` makes the values of a period, `document` puts them into words, `html` and `pdf` write the words down.
"""

from backcoach.reports.clinician.build import build
from backcoach.reports.clinician.period import Period, PeriodError
from backcoach.reports.clinician.values import Report
from backcoach.reports.clinician.words import document

__all__ = ["Period", "PeriodError", "Report", "build", "document"]
