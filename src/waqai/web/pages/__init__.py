"""One module per page; HANDLERS are mounted under ``/{lang}``."""

from waqai.web.pages import incident, incidents, read

HANDLERS = (*read.HANDLERS, *incidents.HANDLERS, *incident.HANDLERS)
