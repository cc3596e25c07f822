"""Import of a DOCX file into the sections of a version."""
