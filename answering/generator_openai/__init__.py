"""Has a chat model write answers, and lets nothing of it through that the cited text does not bear."""
