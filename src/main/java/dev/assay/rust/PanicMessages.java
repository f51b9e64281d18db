package dev.assay.rust;

import java.util.Optional;

/// The messages that rustc and `core` write themselves, with the kinds they show. Matched by their beginnings.
final class PanicMessages {
    private static final String[][] TABLE = {
        {"attempt to add with overflow", "add-overflow"},
        {"attempt to subtract with overflow", "sub-overflow"},
        {"attempt to multiply with overflow", "mul-overflow"},
        {"attempt to divide with overflow", "div-overflow"},
        {"attempt to calculate the remainder with overflow", "rem-overflow"},
        {"attempt to negate with overflow", "neg-overflow"},
        {"attempt to shift left with overflow", "shl-overflow"},
        {"attempt to shift right with overflow", "shr-overflow"},
        {"attempt to divide by zero", "div-by-zero"},
        {"attempt to calculate the remainder with a divisor of zero", "rem-by-zero"},
        {"index out of bounds", "bounds-check"},
        {"range start index ", "slice-index"},
        {"range end index ", "slice-index"},
        {"slice index starts at ", "slice-index"},
        {"slice index start is larger than end", "slice-index"},
        {"slice start index is out of range for slice", "slice-index"},
        {"slice end index is out of range for slice", "slice-index"},
        {"attempted to index slice ", "slice-index"},
        {"source slice length (", "slice-copy-length"},
        {"copy_from_slice: source slice length", "slice-copy-length"},
        {"attempted to index str up to maximum usize", "str-boundary"},
        {"failed to slice string", "str-boundary"},
        {"byte index ", "str-boundary"},
        {"start byte index ", "str-boundary"},
        {"end byte index ", "str-boundary"},
        {"begin <= end (", "str-boundary"},
        {"byte range starts at ", "str-boundary"},
        {"called `Option::unwrap()` on a `None` value", "unwrap-none"},
        {"called `Result::unwrap()` on an `Err` value", "unwrap-err"},
        {"called `Result::unwrap_err()` on an `Ok` value", "unwrap-err"},
        {"already borrowed", "borrow"},
        {"already mutably borrowed", "borrow"},
        {"RefCell already borrowed", "borrow"},
        {"RefCell already mutably borrowed", "borrow"},
        {"assertion failed", "assert"},
        {"assertion `left ", "assert"},
        {"explicit panic", "explicit"},
        {"not implemented", "explicit"},
        {"not yet implemented", "explicit"},
        {"internal error: entered unreachable code", "explicit"},
        {"unsafe precondition(s) violated", "unsafe-precondition"},
        {"misaligned pointer dereference", "misaligned-pointer"},
        {"null pointer dereference occurred", "null-pointer"},
        {"trying to construct an enum from an invalid value", "invalid-enum"},
        {"panic in a function that cannot unwind", "no-unwind"},
        {"panic in a destructor during cleanup", "no-unwind"},
        {"coroutine resumed after ", "coroutine-resumed"},
        {"generator resumed after ", "coroutine-resumed"},
        {"`async fn` resumed after ", "coroutine-resumed"},
        {"`async gen fn` resumed after ", "coroutine-resumed"},
        {"`gen fn` resumed after ", "coroutine-resumed"},
        {"`gen fn` should just keep returning `None` after ", "coroutine-resumed"},
    };

    private PanicMessages() {}

    static Optional<String> kind(String message) {
        for (String[] row : TABLE) {
            if (message.startsWith(row[0])) {
                return Optional.of(row[1]);
            }
        }
        return Optional.empty();
    }
}
