"""How many wrong links one network may try, and how often something may be asked for.

Nobody guesses 256 bits. The limit keeps a network from being answered with pages all day. Whether a link is
right is found out before, by its hash in an index, so that nobody's is refused for what her neighbours try.
"""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WRONG_LINKS = 30
SECONDS = 60


def wrong_links(request: HttpRequest) -> bool:
    """Count a wrong link, the first of which begins a minute; whether the client's network has to wait."""
    return counted(f"wrong-links:{network_of(request)}", SECONDS) > WRONG_LINKS


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
