"""How much a file may hold before it is refused: what people send stays far below."""

FILE_BYTES = 25 * 2**20
ENTRIES = 2_000
PART_BYTES = 256 * 2**20
TOTAL_BYTES = 512 * 2**20
RATIO = 250
RATIO_FROM = 2**20
CELLS = 20_000_000
FIELD_CHARACTERS = 2**20
