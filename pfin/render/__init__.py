"""From pages and diagnostics to text: for terminals and pipes, as CSV, Markdown and JSON. Only this room knows rich."""
