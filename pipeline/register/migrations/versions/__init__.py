"""The steps, each named for its number; the last one's number is `store.HEAD`."""
