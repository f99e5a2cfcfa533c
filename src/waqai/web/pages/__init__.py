"""One module per page; HANDLERS are mounted under ``/{lang}``."""

from waqai.web.pages import incidents, read

HANDLERS = (*read.HANDLERS, *incidents.HANDLERS)
