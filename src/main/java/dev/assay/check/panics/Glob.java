package dev.assay.check.panics;

/// A pattern over a whole text: `*` stands for any run of characters (also none, also `/` and `::`), `?` for one.
///
/// Every other character stands for itself. Matching takes at most pattern length × text length steps: names come
/// from files that nobody vouches for, so nothing here may grow exponentially with the number of stars.
///
/// @param pattern as the user wrote it
public record Glob(String pattern) {

    /// Whether the pattern covers the whole of `text`.
    public boolean matches(String text) {
        int at = 0;
        int wanted = 0;
        int star = -1;
        int retry = 0;
        while (at < text.length()) {
            int found = text.codePointAt(at);
            int expected = wanted < pattern.length() ? pattern.codePointAt(wanted) : -1;
            if (expected == '*') {
                star = ++wanted;
                retry = at;
            } else if (expected == '?' || expected == found) {
                wanted += Character.charCount(expected);
                at += Character.charCount(found);
            } else if (star >= 0) {
                // Only the last star can need to take more: a later star can make up for all that an earlier one takes.
                retry += Character.charCount(text.codePointAt(retry));
                at = retry;
                wanted = star;
            } else {
                return false;
            }
        }
        while (wanted < pattern.length() && pattern.charAt(wanted) == '*') {
            wanted++;
        }
        return wanted == pattern.length();
    }

    /// Whether the pattern covers the whole path, or all of it behind one of its slashes.
    ///
    /// So `c_str.rs` and `core/src/ffi/*` find a file by its end, which is how people know it: the beginning of a path
    /// depends on where the compiler and the kernel's tree were when the image was built.
    public boolean matchesPath(String path) {
        if (matches(path)) {
            return true;
        }
        return !pattern.startsWith("/") && !pattern.startsWith("*") && new Glob("*/" + pattern).matches(path);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
