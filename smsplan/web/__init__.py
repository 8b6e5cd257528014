"""The page, its JSON endpoints, and the sandbox gateway beside it (extra ``web``)."""
