"""How many wrong links one network may try, and how often something may be asked for.

Nobody guesses 256 bits. The limit keeps a network from making the database look for nothing all day.
"""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WRONG_LINKS = 30
SECONDS = 60


def reached(request: HttpRequest) -> bool:
    """Whether the client's network has tried so many wrong links that it has to wait."""
    return bool(cache.get(_key(request), 0) >= WRONG_LINKS)


def count(request: HttpRequest) -> None:
    """Count a wrong link; the first one begins a minute."""
    counted(_key(request), SECONDS)


def counted(key: str, seconds: int) -> int:
    """Count one more under a key; the first one begins the time after which all are forgotten."""
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # the time ended in between
        cache.set(key, 1, timeout=seconds)
        return 1


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from, as far as that can be believed."""
    # allauth knows which X-Forwarded-For to believe, by TRUSTED_PROXY_COUNT, for its own limits
    return network(get_adapter().get_client_ip(request))


def network(address: str) -> str:
    """The part of a client's address that it cannot change at will: all of IPv4, the first half of IPv6.

    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8:1:2::/64', '192.0.2.7')
    """
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((parsed, 64), strict=False))


def _key(request: HttpRequest) -> str:
    return f"wrong-links:{network_of(request)}"
