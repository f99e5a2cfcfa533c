"""One module per page; HANDLERS are mounted under ``/{lang}``."""

from waqai.web.pages import access, claims, incident, incidents, read, review, search, sources, tallies

MODULES = (read, incidents, incident, tallies, access, claims, review, sources, search)
HANDLERS = tuple(handler for module in MODULES for handler in module.HANDLERS)
