"""What a print run is looked through for before a number is taken: who is ready, who needs a look, who is left out."""

from app.documents.runs.gate import Gate, LeftOut, Ready, look_through

__all__ = ["Gate", "LeftOut", "Ready", "look_through"]
