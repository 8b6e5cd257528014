"""What guards any server of ours: limits, hosts, origins, connections, and strict forms."""
