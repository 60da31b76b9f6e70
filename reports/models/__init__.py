"""What staff take away: what was exported, by whom, and how somebody likes her lists."""
