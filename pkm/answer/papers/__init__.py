"""Papers and the money that they speak of: contracts, invoices, deadlines, held against bookings."""
