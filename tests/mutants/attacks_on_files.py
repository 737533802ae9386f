"""What uploads pass against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "events/uploads.py": [
        (
            "only kinds that are known",
            "if extension not in CALLED:",
            "if False:",
            "test_uploads.py::test_a_kind_that_browsers_or_windows_run_is_refused",
        ),
        (
            "a PDF in something else",
            "if PDF in content[:LOOKED_FOR_PDF]:",
            "if False:",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "something else before a PDF",
            "if start < 0 or content[:start].strip(BLANK):",
            "if start < 0:",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "files attached to a PDF",
            "if ATTACHED.search(content):",
            "if False:",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "a zip file behind a PDF",
            "if ends_as_archive(content):",
            "if False:",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "a picture begins as one",
            "if not content.startswith(begins) or ends_as_archive(content):",
            "if ends_as_archive(content):",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "a zip file behind a picture",
            "if not content.startswith(begins) or ends_as_archive(content):",
            "if not content.startswith(begins):",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
    ],
    "events/office_files.py": [
        (
            "an office file begins as one",
            "if not content.startswith(archives.BEGINS):",
            "if False:",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "active by the name of a part",
            "if any(ACTIVE_NAME.search(name) for name in archive.names):",
            "if False:",
            "test_uploads.py::test_an_open_document_with_something_that_runs_is_refused",
        ),
        (
            "active by its type",
            "if any(ACTIVE_TYPE.search(content_type) for content_type in _declared(archive)):",
            "if False:",
            "test_uploads.py::test_an_office_file_with_something_that_runs_is_refused",
        ),
        (
            "active by relationship",
            "if ACTIVE_RELATION.search(kind):",
            "if False:",
            "test_uploads.py::test_an_office_file_with_something_that_runs_is_refused",
        ),
        (
            "a template that is elsewhere",
            'if kind.endswith("/attachedTemplate") and ELSEWHERE.match(target):',
            "if False:",
            "test_uploads.py::test_an_office_file_with_something_that_runs_is_refused",
        ),
        (
            "an object in an open document",
            'if any(ACTIVE_TYPE.search(entry.get("media-type", "")) for entry in entries):',
            "if False:",
            "test_uploads.py::test_an_open_document_with_something_that_runs_is_refused",
        ),
        (
            "it is the kind that its name says",
            "if main is None or (main in types and types[main] != MAIN_TYPE[extension]):",
            "if main is None:",
            "test_uploads.py::test_a_file_that_is_two_things_or_another_is_refused",
        ),
        (
            "no entities",
            "parser.EntityDeclHandler = _refuse_entity",
            "pass",
            "test_uploads.py::test_a_file_that_two_programs_read_differently_is_refused",
        ),
        (
            "the kind of an open document is short",
            'archive.read("mimetype", at_most=LONGEST_TYPE)',
            'archive.read("mimetype", at_most=64 * archives.MEGABYTE)',
            "test_uploads.py::test_a_small_file_that_unpacks_without_end_is_refused_in_little_memory",
        ),
        (
            "lists are short",
            "content = archive.read(name, at_most=LARGEST_LIST)",
            "content = archive.read(name, at_most=64 * archives.MEGABYTE)",
            "test_uploads.py::test_a_small_file_that_unpacks_without_end_is_refused_in_little_memory",
        ),
    ],
    "events/archives.py": [
        (
            "entries are few",
            "if content.count(BEGINS_ENTRY) > MOST_ENTRIES:",
            "if False:",
            "test_uploads.py::test_a_small_file_that_unpacks_without_end_is_refused_in_little_memory",
        ),
        (
            "each entry has its own name",
            "if len(self._entries) < len(self._zip.infolist()):",
            "if False:",
            "test_uploads.py::test_a_file_that_two_programs_read_differently_is_refused",
        ),
        (
            "it does not unpack to gigabytes",
            "if sum(entry.file_size for entry in self._entries.values()) > MOST_UNPACKED:",
            "if False:",
            "test_uploads.py::test_a_small_file_that_unpacks_without_end_is_refused_in_little_memory",
        ),
        (
            "what is looked at counts together",
            "if self._most_looked_at < 0:",
            "if False:",
            "test_uploads.py::test_a_small_file_that_unpacks_without_end_is_refused_in_little_memory",
        ),
        (
            "it is packed as documents are",
            "if entry.compress_type not in WAYS_OF_PACKING:",
            "if False:",
            "test_uploads.py::test_a_file_that_two_programs_read_differently_is_refused",
        ),
        (
            "a long text is never held",
            "while part.read(PIECE):",
            "while part.read():",
            "test_uploads.py::test_a_long_text_is_looked_through_in_little_memory",
        ),
    ],
}
