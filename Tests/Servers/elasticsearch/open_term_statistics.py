"""Makes one method of Lucene overridable: open_term_statistics.py JAR OUTPUT_FOLDER

Elasticsearch 7.0.0 overrides `IndexSearcher.termStatistics`; the Lucene in the jar is somewhat newer and declares that
method final, for which the JVM refuses to load Elasticsearch's class. This writes a copy of the one class without that
flag to the output folder, which stands before the jar on the class path. The layout of a class file is chapter 4 of the
Java Virtual Machine Specification.
"""

import struct
import sys
import zipfile
from pathlib import Path

CLASS = "org/apache/lucene/search/IndexSearcher.class"
METHOD = b"termStatistics"
ACC_FINAL = 0x0010

# The size of a constant's content by its tag (§4.4). A string (tag 1) says its own length.
UTF8 = 1
CONSTANT_SIZES = {
    **dict.fromkeys((7, 8, 16, 19, 20), 2),
    **dict.fromkeys((3, 4, 9, 10, 11, 12, 17, 18), 4),
    **dict.fromkeys((5, 6), 8),
    15: 3,
}
TAKES_TWO_INDICES = (5, 6)  # long and double


class ClassFile:
    def __init__(self, content: bytes):
        self.content = bytearray(content)
        self.position = 8  # after the magic number and the version

    def unsigned(self, size: int) -> int:
        value = int.from_bytes(self.content[self.position : self.position + size], "big")
        self.position += size
        return value

    def strings(self) -> dict[int, bytes]:
        """Reads the constant pool; returns its strings by their index."""
        strings = {}
        count = self.unsigned(2)
        index = 1
        while index < count:
            tag = self.unsigned(1)
            size = self.unsigned(2) if tag == UTF8 else CONSTANT_SIZES[tag]
            if tag == UTF8:
                strings[index] = bytes(self.content[self.position : self.position + size])
            self.position += size
            index += 2 if tag in TAKES_TWO_INDICES else 1
        return strings

    def skip_head(self) -> None:
        """Skips the class's own flags, its name, its superclass and its interfaces."""
        self.position += 6
        interfaces = self.unsigned(2)
        self.position += 2 * interfaces

    def members(self):
        """Reads the fields, or the methods when called again: where the flags of each are, and its name's index."""
        for _ in range(self.unsigned(2)):
            flags_position = self.position
            self.position += 2
            name_index = self.unsigned(2)
            self.position += 2  # the descriptor
            for _ in range(self.unsigned(2)):  # the attributes
                self.position += 2
                size = self.unsigned(4)
                self.position += size
            yield flags_position, name_index


def main(jar: str, output: str) -> None:
    file = ClassFile(zipfile.ZipFile(jar).read(CLASS))
    strings = file.strings()
    file.skip_head()
    for _ in file.members():  # the fields
        pass
    cleared = 0
    for position, name_index in file.members():
        (flags,) = struct.unpack_from(">H", file.content, position)
        if strings[name_index] == METHOD and flags & ACC_FINAL:
            struct.pack_into(">H", file.content, position, flags & ~ACC_FINAL)
            cleared += 1
    if cleared != 1:
        sys.exit(f"{CLASS} has {cleared} final methods {METHOD.decode()}; one was expected")

    target = Path(output, CLASS)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.content)


main(*sys.argv[1:])
