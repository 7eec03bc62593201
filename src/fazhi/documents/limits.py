"""How much a file may hold. One place, so that the words shown to people and the checks cannot drift apart."""

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 20 * MEGABYTE
MAX_CHARACTERS = 5_000_000
MAX_PDF_PAGES = 2_000

# Work of one PDF page is proportional to its content stream; real pages stay under 1 MB, maps and drawings under 10.
MAX_PDF_PAGE_BYTES = 16 * MEGABYTE
MAX_PDF_CONTENT_BYTES = 200 * MEGABYTE

# A .docx full of photographs has some hundred members; the XML of a long plan compresses about twentyfold.
MAX_ARCHIVE_MEMBERS = 5_000
MAX_ARCHIVE_BYTES = 300 * MEGABYTE
MAX_XML_PART_BYTES = 64 * MEGABYTE
MAX_COMPRESSION_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 2 * MEGABYTE  # small parts may be very repetitive without any harm

MAX_TABLE_ROWS = 50_000
MAX_TABLE_COLUMNS = 256
