package dev.assay.source.history;

import java.time.Instant;

/// A commit that introduced a line.
///
/// @param id      40 lower-case hexadecimal digits; empty for a line that is not committed yet
/// @param author  name of the author
/// @param email   of the author
/// @param date    when the author wrote it
/// @param subject first line of the message
public record Commit(String id, String author, String email, Instant date, String subject) {}
