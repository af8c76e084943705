"""What is read across features: an advisor's progress, the network's table, the late recruits."""
