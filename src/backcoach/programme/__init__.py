"""A person's own programme: what they chose, what a clinician asked for, and what the journal tells the dose rules.

Shared by everything that shows or explains today's plan: pages, reports and commands.
"""
