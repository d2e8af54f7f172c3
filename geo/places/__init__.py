"""Names become places: the gazetteer over time, toponyms in running text, disambiguation, online geocoders."""
