"""What fed a programme: links to decisions, meetings, consultations and remarks."""
