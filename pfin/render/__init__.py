"""From pages and diagnostics to text: for terminals and pipes, as CSV, Markdown, HTML and JSON.

Only this room knows rich.
"""
