"""The list of who is coming as a file: CSV or a workbook, at once or made by the worker."""
