"""Charts as SVG text, drawn on the server: classes for screens, attributes for PDF; nothing runs in a browser."""
