package dev.assay.store;

import java.util.List;
import java.util.Locale;

/// What a user's SQL is, before DuckDB sees it: one statement that asks. Nothing else could do harm, since the database is
/// open for reading and may touch no other file; but it should be told in words that help.
final class Statements {
    private static final List<String> ASKING = List.of("select", "with", "from", "explain", "describe", "desc", "show",
            "summarize", "values", "table", "pivot", "unpivot");

    private Statements() {}

    /// Refuses what is no question, or more than one.
    ///
    /// @return the statement without what stands behind it
    static String one(String sql) throws StoreException {
        int start = skipBlank(sql, 0);
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
        if (start == sql.length()) {
            throw new StoreException("no statement given");
        }
        if (!ASKING.contains(word) && sql.charAt(start) != '(') {
            throw new StoreException("only questions can be asked: SELECT, WITH, FROM, VALUES, EXPLAIN, DESCRIBE, SHOW,"
                    + " SUMMARIZE; found '%s'".formatted(word.isEmpty() ? sql.substring(start, start + 1) : word));
        }
        int semicolon = semicolon(sql, start);
        if (semicolon < 0) {
            return sql;
        }
        if (skipBlank(sql, semicolon + 1) < sql.length()) {
            throw new StoreException("one statement at a time; found another behind the semicolon at character "
                    + (semicolon + 1));
        }
        return sql.substring(0, semicolon);
    }

    /// Behind blanks, comments and lone semicolons.
    private static int skipBlank(String sql, int from) {
        int at = from;
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == ';') {
                at++;
            } else if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
                at = behind(sql, at);
            } else {
                return at;
            }
        }
        return at;
    }

    /// The first semicolon that ends a statement; -1 if there is none.
    private static int semicolon(String sql, int from) {
        int at = from;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == ';') {
                return at;
            }
            boolean opens = c == '\'' || c == '"' || c == '$' || sql.startsWith("--", at) || sql.startsWith("/*", at);
            at = opens ? behind(sql, at) : at + 1;
        }
        return -1;
    }

    /// Behind the comment or quotation that starts at `at`; the end of the text if it has none.
    private static int behind(String sql, int at) {
        if (sql.startsWith("--", at)) {
            return end(sql, "\n", at + 2);
        }
        if (sql.startsWith("/*", at)) {
            return end(sql, "*/", at + 2);
        }
        if (sql.charAt(at) != '$') {
            // A quote within is doubled: it ends one text and starts the next.
            return end(sql, sql.substring(at, at + 1), at + 1);
        }
        int tag = at + 1;
        while (tag < sql.length() && (Character.isLetterOrDigit(sql.charAt(tag)) || sql.charAt(tag) == '_')) {
            tag++;
        }
        boolean quotes = tag < sql.length() && sql.charAt(tag) == '$';
        return quotes ? end(sql, sql.substring(at, tag + 1), tag + 1) : at + 1;
    }

    private static int end(String sql, String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }
}
