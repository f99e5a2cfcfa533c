"""The optional second reader: a language model that may propose records, each with verbatim quotes.

Any OpenAI-compatible endpoint will do. What it proposes is checked against the text and never changes what the rules
found: a proposal has ``origin`` "reader", ``proposed`` true and ``counts`` false until a person accepts it.
"""

from waqai.reader.client import Endpoint, ReaderError, ask
from waqai.reader.proposals import Proposed, propose

__all__ = ["Endpoint", "Proposed", "ReaderError", "ask", "propose"]
