"""What both want: outcomes, whom they serve, which goal of the company they belong to."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tallystick.agreement.fields import STRICT, Day, Text
from tallystick.agreement.terms.parties import Owners


class Objective(BaseModel):
    """An outcome that both want. What it lacks to be SMART is advice, not an error."""

    model_config = ConfigDict(**{**STRICT, "populate_by_name": True})

    outcome: Text = Field(description="the outcome, in a sentence")
    serves_whom: Text | None = Field(None, alias="for", description="who is better off by it")
    serves: Text | None = Field(None, description="the company's goal that it serves")
    horizon: Literal["short", "long"] | None = Field(None, description="whether that goal is short or long term")
    owner: Owners | None = Field(None, description="who answers for it on each side")
    why: Text | None = Field(None, description="why it is worth the effort")
    by: Day | None = Field(None, description="the day by which it is reached")
