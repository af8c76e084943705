"""What the README says about speed, measured: ``python3 run.py bench`` runs each file here."""
