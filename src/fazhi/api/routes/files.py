from typing import Annotated

from django.http import HttpRequest
from ninja import File, Router, Status, UploadedFile
from pydantic import Field

from fazhi import clock
from fazhi.api.authentication import actor_of
from fazhi.api.routes.answers import WRITE, needs
from fazhi.api.shapes.base import Shape
from fazhi.files.store import LARGEST, FileRefused, keep
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import CASE_WORK, require

router = Router(tags=["文件"])


class KeptFileShape(Shape):
    """A file that was kept."""

    id: int = Field(description="文件编号，办理时写在 attachments 里")
    name: str
    size: int = Field(description="字节数")
    sm3: str = Field(description="SM3 摘要，可与本地文件核对")
    media_type: str


@router.post(
    "/files",
    operation_id="uploadFile",
    summary="上传文件",
    response={201: KeptFileShape, **WRITE},
    openapi_extra=needs(CASE_WORK),
)
def upload_file(
    request: HttpRequest, file: Annotated[UploadedFile, File(description="一个文件，不超过 20 MB")]
) -> Status[KeptFileShape]:
    """上传一个材料文件，返回编号。此后在办理（POST /cases/{id}/acts）时把编号写进 attachments，文件才成为案件的附件。
    只有上传者本人可以使用。"""
    actor = actor_of(request)
    require(actor, CASE_WORK)
    if (file.size or 0) > LARGEST:
        raise FileRefused(f"文件有 {(file.size or 0) / 1048576:.1f} MB，超过 20 MB 上限，请压缩或拆分后上传。")
    area = Jurisdiction.objects.get(pk=actor.seats[0].jurisdiction_id)
    kept = keep(name=file.name or "", data=file.read(), jurisdiction=area, by=actor.person, at=clock.now())
    return Status(201, KeptFileShape.of(kept))
