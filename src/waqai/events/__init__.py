"""Events: triggers, roles, casualties, factuality, attribution, discourse and records."""
