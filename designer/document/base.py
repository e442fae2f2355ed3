"""The base of all settings."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Base of all settings: frozen, strict about unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")
