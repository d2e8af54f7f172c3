"""Reading reports of protests and placing who was detained, where and when. Knows nothing of the dashboard."""
