"""What people and systems take away: store -> tables -> files."""
