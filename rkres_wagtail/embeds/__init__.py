"""Parts of the committee on other pages and other sites."""
