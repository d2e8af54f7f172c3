"""What people see: map, sentence, table and evidence. Holds no extraction and no geocoding."""
