"""From a plan to figures: which bookings are meant, what they come to, and what of them is missing."""
