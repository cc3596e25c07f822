"""The picture of a committee's tiers and groups: its data, its drawing, its width."""
