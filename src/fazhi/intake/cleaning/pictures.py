"""Pictures drawn anew: only what can be seen is kept, not where and when and with what it was taken."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from fazhi.files.store import FileRefused

MOST_PIXELS = 60_000_000
"""More than any telephone's camera takes by default; a small file that claims more is a trap."""
LONGEST_SIDE = 3_200
"""A page of small print stays readable."""
QUALITY = 86


def cleaned_picture(shown: str, data: bytes) -> tuple[str, bytes]:
    """The extension and the content of the picture, turned upright. Raises FileRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _redrawn(shown, data)
    except Image.DecompressionBombError:
        raise FileRefused(f"“{shown}”的尺寸太大，请换一张小一点的照片。") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError):
        raise FileRefused(f"“{shown}”打不开，照片可能没有传完整，请重新拍照或者重新选择。") from None


def without_exif(data: bytes) -> bytes:
    """A picture inside a document, drawn anew in its own format where it says more than can be seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data)) as image:
            if not image.getexif() or image.width * image.height > MOST_PIXELS or image.format not in ("JPEG", "PNG"):
                return data
            return _written(ImageOps.exif_transpose(image), image.format)


def _redrawn(shown: str, data: bytes) -> tuple[str, bytes]:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise FileRefused(f"“{shown}”的尺寸太大（{image.width}×{image.height}），请换一张小一点的照片。")
        kept = "PNG" if image.format == "PNG" else "JPEG"
        # A JPEG can be read at a fraction of its size, which saves the memory of the whole.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return (".png" if kept == "PNG" else ".jpg"), _written(upright, kept)


def _written(image: Image.Image, kind: str) -> bytes:
    """The pixels alone, in a picture that never had anything else."""
    mode = image.mode if kind == "PNG" and image.mode in ("RGB", "RGBA", "L", "1") else "RGB"
    source = image.convert("RGBA") if image.mode in ("P", "LA", "PA") else image
    if source.mode == "RGBA" and mode == "RGB":
        plain = Image.new("RGB", source.size, "white")
        plain.paste(source, mask=source.getchannel("A"))
    else:
        plain = Image.new(mode, source.size)
        plain.paste(source.convert(mode))
    out = io.BytesIO()
    if kind == "PNG":
        plain.save(out, "PNG", compress_level=6)
    else:
        plain.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
