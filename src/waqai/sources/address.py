"""Which addresses may be fetched: public ones, and those a user allows by name."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from waqai.sources.items import BadSourceError, SourceSettings

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def split_address(url: str) -> SplitResult:
    """The parts of an ``http`` or ``https`` address; anything else is refused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSourceError(url, "refused", f"not an address: {error}") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSourceError(url, "refused", "only http and https addresses are fetched")
    if parts.username or parts.password or port == 0:
        raise BadSourceError(url, "refused", "an address with a user name, a password or port 0 is not fetched")
    return parts


def port_of(parts: SplitResult) -> int:
    """The port, by the scheme where the address gives none."""
    return parts.port or PORTS[parts.scheme]


def is_allowed_by_name(parts: SplitResult, settings: SourceSettings) -> bool:
    """Whether the user named this host, alone or with its port."""
    host = (parts.hostname or "").lower()
    return host in settings.allow_hosts or f"{host}:{port_of(parts)}" in settings.allow_hosts


def is_public(address: str) -> bool:
    """Whether an IP address is a public one, also when a v6 address wraps a v4 one.

    >>> is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (False, False, False)
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def resolve(url: str, settings: SourceSettings) -> list[str]:
    """The IP addresses of a host, all of them public (or the host allowed); connect to these and no others.

    One private address among public ones refuses the whole host, and the caller connects to the address that
    was checked, so that a second look-up cannot give another one.
    """
    parts = split_address(url)
    try:
        found = socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BadSourceError(url, "fetch", f"the host cannot be found: {error}") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not is_allowed_by_name(parts, settings):
        private = [address for address in addresses if not is_public(address)]
        if private or not addresses:
            reason = f"{parts.hostname} is a private, loopback or link-local address ({', '.join(private)}); allow it by name"
            raise BadSourceError(url, "refused", reason)
    return addresses
