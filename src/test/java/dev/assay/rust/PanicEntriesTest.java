package dev.assay.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanicEntriesTest {
    static Stream<List<String>> noreturnFunctions() {
        return Resource.rows("noreturn-core.tsv").stream();
    }

    @ParameterizedTest
    @MethodSource("noreturnFunctions")
    void knowsWhatNeverReturnsInCore(List<String> row) {
        PanicEntry entry = PanicEntries.find(row.get(0)).orElseThrow();

        for (String seen : row.get(1).split(" ", -1)) {
            String[] parts = seen.split(":", -1);
            String version = parts[0].substring(0, parts[0].lastIndexOf('.'));
            assertThat(version).as("rustc").isBetween(entry.first(), entry.last());
            if (parts[1].equals("-")) {
                assertThat(entry.locations()).as(seen).isEmpty();
            } else if (!parts[1].equals("?")) {
                assertThat(entry.locations()).as(seen).contains(Integer.valueOf(parts[1]));
            }
        }
    }

    @Test
    void everyKindIsOne() {
        assertThat(PanicEntries.all()).hasSizeGreaterThan(100)
                .allSatisfy(entry -> assertThat(Kind.byId(entry.kind())).as(entry.path()).isPresent());
        assertThat(PanicEntries.all()).extracting(PanicEntry::path).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        _RNvNtNtCs2lKf6AS60Zg_4core9panicking11panic_const24panic_const_add_overflow | add-overflow
        _ZN4core9panicking18panic_bounds_check17h1407eb4fb8a9d1bdE | bounds-check
        _RINvNtCs2lKf6AS60Zg_4core9panicking13assert_failedjjEB4_ | assert
        _RNvNvMNtCs2lKf6AS60Zg_4core5sliceSp15copy_from_slice17len_mismatch_fail | slice-copy-length
        _RINvNvCsik3YzS6NtNW_11build_error11build_error18panic_cold_displayReEB4_ | explicit
        _RNvNvC1a1f19panic_cold_explicit | explicit
        rust_build_error | build-error
        rust_begin_unwind | other
        _RNvCsabc_7___rustc17rust_begin_unwind | other
        _RNvNtCs2lKf6AS60Zg_4core9panicking9panic_fmt.cold | explicit
        """)
    void findsEntriesByAnySymbol(String symbol, String kind) {
        assertThat(PanicEntries.find(symbol).orElseThrow().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "main", "panic", "core::panicking::panic", "panic_cold_explicit",
        // Their own closures; the same path in another crate; padding.
        "_RNCNvNtC4core9panicking9panic_fmt0", "_RNvNtC6kernel9panicking9panic_fmt",
        "__pfx__RNvNtC4core9panicking9panic_fmt",
        "_RNvNvC6kernel3foo8do_panic", "_RNvNtC4core9panicking10AssertKind",
    })
    void doesNotFindOthers(String symbol) {
        assertThat(PanicEntries.find(symbol)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        attempt to multiply with overflow | mul-overflow
        attempt to calculate the remainder with a divisor of zero | rem-by-zero
        attempt to calculate the remainder with overflow | rem-overflow
        called `Option::unwrap()` on a `None` value | unwrap-none
        assertion failed: self.is_char_boundary(at) | assert
        internal error: entered unreachable code: never {} | explicit
        index out of bounds: the len is {} but the index is {} | bounds-check
        unsafe precondition(s) violated: hint::assert_unchecked must never be called | unsafe-precondition
        `async fn` resumed after panicking | coroutine-resumed
        RefCell already borrowed | borrow
        """)
    void tellsKindsByMessage(String message, String kind) {
        assertThat(PanicEntries.kindOfMessage(message)).contains(kind);
        assertThat(Kind.byId(kind)).isPresent();
    }

    @Test
    void aMessageOfItsOwnTellsNothing() {
        assertThat(PanicEntries.kindOfMessage("the device is gone")).isEmpty();
        assertThat(PanicEntries.kindOfMessage("")).isEmpty();
    }
}
