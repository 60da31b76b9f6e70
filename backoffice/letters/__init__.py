"""Letters to delegates at the desk: who is told of a release, mail to several, outbox, who has seen it."""
