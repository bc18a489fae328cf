"""From a question in plain language to a typed plan, by rules: its kind, times, amounts, and what it is about."""
