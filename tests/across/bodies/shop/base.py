from uuid import UUID

from pydantic import BaseModel


class Named(BaseModel):
    label: str
    key: UUID
