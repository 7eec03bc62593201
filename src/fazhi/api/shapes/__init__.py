"""What the interface says, as published types. A field may be added; none is renamed or taken away within /api/v1/."""
