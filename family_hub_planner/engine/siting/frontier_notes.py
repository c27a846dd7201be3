"""What the frontier's notes say of a row, where its page has to know."""

from __future__ import annotations

NOW = "as things stand"
THIS_PLAN = "this plan"
