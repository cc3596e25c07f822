"""What the public reads of consultations: the list, the page, boxes on other pages."""
