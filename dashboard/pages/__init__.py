"""The screens, one script each."""
