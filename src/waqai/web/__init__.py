"""The desk: pages and API over the service layer. Thin: it reads requests, calls the service, and draws."""
