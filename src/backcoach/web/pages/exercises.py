"""The exercises."""

from backcoach.web import figures

routes = [*figures.routes]
