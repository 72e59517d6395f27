"""What leaves the app: Word documents and tables."""
