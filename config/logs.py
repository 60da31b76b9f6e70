"""What is written to the log: never the token of a personal link or of a new password."""

import logging
import re

# /l/<token>/, /c/<token>.ics and /h/<token>/ open somebody's own pages, /due/<token>.ics what a member of
# staff has to see to, /d/<token>/ a draft, the last sets her password.
TOKEN = re.compile(r"/([lchd]|due|password/reset/key)/[\w-]{8,}")


class WithoutTokens(logging.Filter):
    """Blots out the tokens in a message that holds an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass, with “…” in the place of tokens."""
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub(r"/\1/…", said), ()
        return True
