"""One module per page; HANDLERS are mounted under ``/{lang}``."""

from waqai.web.pages import access, apidocs, claims, incident, incidents, read, review, search, sources, tallies, team

MODULES = (read, incidents, incident, tallies, access, claims, review, sources, search, apidocs, team)
HANDLERS = tuple(handler for module in MODULES for handler in module.HANDLERS)
