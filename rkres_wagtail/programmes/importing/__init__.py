"""Trees and indicators from a spreadsheet, and back into one."""
