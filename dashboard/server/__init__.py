"""The web server around the page: local files and security headers."""
