"""One module per page; HANDLERS are mounted under ``/{lang}``."""

from waqai.web.pages import read

HANDLERS = (*read.HANDLERS,)
