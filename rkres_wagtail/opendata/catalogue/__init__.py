"""What there is for machines: registers as CSV, the page that lists all, DCAT-AP."""
