package dev.assay.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.source.Place.Beginning;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Where a justification may stand. In each source, `§` marks the place that can panic.
class JustificationTest {
    private static SourceReader reader;

    @BeforeAll
    static void load() throws IOException {
        reader = SourceReader.load();
    }

    private static Place place(String marked) throws IOException {
        int at = marked.indexOf('§');
        String before = marked.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        String start = before.substring(before.lastIndexOf('\n') + 1);
        SourceFile file = SourceFile.of("a.rs", marked.replace("§", "").getBytes(UTF_8));
        try (Reading reading = reader.read(file)) {
            return reading.at(line, start.codePointCount(0, start.length()) + 1).orElseThrow();
        }
    }

    private static Optional<String> words(String marked) throws IOException {
        return Optional.ofNullable(place(marked).justification()).map(Justification::text);
    }

    private static Optional<String> inFunction(String body) throws IOException {
        return words("fn f(a: &[u8], i: usize) -> u8 {\n" + body + "\n}\n");
    }

    @Test
    void aboveTheStatement() throws IOException {
        assertThat(inFunction("// PANIC: why.\nlet x = §a[i];")).contains("why.");
        assertThat(inFunction("// PANIC: why.\n§a[i]")).contains("why.");
        assertThat(inFunction("/* PANIC: why. */ §a[i]")).contains("why.");
        assertThat(inFunction("/*\n * PANIC: why,\n * and how.\n */\n§a[i]")).contains("why,\nand how.");
        assertThat(inFunction("// PANIC: why.\n\nlet x = §a[i];")).contains("why.");
        assertThat(inFunction("// PANIC: why.\nself.x.y(a, b)?.§unwrap();")).contains("why.");
    }

    @Test
    void withOtherCommentsAndAttributesAroundIt() throws IOException {
        assertThat(inFunction("#[allow(x)]\n// SAFETY: s.\n//\n// PANIC: why\n// and how.\nlet x = §a[i];"))
                .contains("why\nand how.");
        assertThat(inFunction("// PANIC: why.\n// SAFETY: s.\n#[allow(x)]\nlet x = §a[i];")).contains("why.");
        assertThat(inFunction("// PANIC: why.\n//\n// And more.\n// CAST: c.\n§a[i]")).contains("why.\n\nAnd more.");
        assertThat(inFunction("// PANIC: one.\n// PANIC: two.\n§a[i]")).contains("one.\ntwo.");
    }

    @Test
    void inTheStatement() throws IOException {
        assertThat(inFunction("let x = self.y()\n    // PANIC: why.\n    .§expect(\"z\");")).contains("why.");
        assertThat(inFunction("let x = self\n    // PANIC: why.\n    .y(1)\n    .§unwrap();")).contains("why.");
        assertThat(inFunction("let x = // PANIC: why.\n    §a[i];")).contains("why.");
        assertThat(inFunction("let x =\n    // PANIC: why.\n    §a[i];")).contains("why.");
        assertThat(inFunction("(\n    b,\n    // PANIC: why.\n    c.§split_at(i).0,\n)")).contains("why.");
        assertThat(inFunction("g( // PANIC: why.\n    §a[i])")).contains("why.");
        assertThat(inFunction("S {\n    // PANIC: why.\n    x: §a[i],\n    y,\n}")).contains("why.");
    }

    @Test
    void behindIt() throws IOException {
        assertThat(inFunction("let x = §a[i]; // PANIC: why.")).contains("why.");
        assertThat(inFunction("let x = §a[i]; // PANIC: why\n              // and how.\nlet y = 1;"))
                .contains("why\nand how.");
        assertThat(inFunction("let x = g(\n    §a[i],\n); // PANIC: why.\n")).contains("why.");
        assertThat(inFunction("if §a[i] > 1 { // PANIC: why.\n    g();\n}")).contains("why.");
        assertThat(inFunction("match b {\n    0 => §a[i], // PANIC: why.\n    _ => 1,\n}")).contains("why.");
    }

    @Test
    void aboveTheBlockThatEnclosesIt() throws IOException {
        assertThat(inFunction("// PANIC: why.\nunsafe { §a[i] }")).contains("why.");
        assertThat(inFunction("// PANIC: why.\nfor i in 0..4 {\n    g();\n    §a[i];\n}")).contains("why.");
        assertThat(inFunction("// PANIC: why.\nlet Some(x) = y else { §panic!() };")).contains("why.");
        assertThat(inFunction("// PANIC: why.\nif c { g() } else { §unreachable!() }")).contains("why.");
        assertThat(inFunction("match i {\n    // PANIC: why.\n    0.. => §unreachable!(),\n}")).contains("why.");
        assertThat(inFunction("match i {\n    // PANIC: why.\n    _ => {\n        §unreachable!();\n    }\n}"))
                .contains("why.");
        assertThat(inFunction("match i {\n    _ => {\n        // PANIC: why.\n        §unreachable!();\n    }\n}"))
                .contains("why.");
        assertThat(inFunction("// PANIC: why.\nmatch i {\n    0 => 1,\n    _ => §unreachable!(),\n}")).contains("why.");
        assertThat(inFunction("// PANIC: why.\nlet x = y.map(|z| {\n    let w = 1;\n    §a[w]\n});")).contains("why.");
        assertThat(inFunction("y.map(|z| {\n    // PANIC: why.\n    z.§copy_from_slice(w);\n    Ok(())\n})"))
                .contains("why.");
        assertThat(words("// PANIC: why.\n#[inline]\nfn f() {\n    §g[1];\n}")).contains("why.");
    }

    @Test
    void butNotAboveSomethingElse() throws IOException {
        assertThat(inFunction("// PANIC: why.\ng();\n§a[i]")).isEmpty();
        assertThat(inFunction("g(); // PANIC: why.\n§a[i]")).isEmpty();
        assertThat(inFunction("g(b, // PANIC: why.\n  §a[i])")).isEmpty();
        assertThat(inFunction("§a[i];\n// PANIC: why.\ng()")).isEmpty();
        assertThat(inFunction("(\n    // PANIC: why.\n    a[0],\n    §a[i],\n)")).isEmpty();
        assertThat(inFunction("match §a[i] {\n    // PANIC: why.\n    0 => b(),\n    _ => c(),\n}")).isEmpty();
        assertThat(inFunction("a.§unwrap()\n    // PANIC: why.\n    .expect(\"b\")")).isEmpty();
        assertThat(inFunction("// PANIC: why.\nfor i in b {\n    if c {\n        if d { §a[i]; }\n    }\n}")).isEmpty();
        assertThat(inFunction("// PANIC: why.\nfn g() { h() }\n§a[i]")).isEmpty();
        assertThat(words("// PANIC: why.\nfn f() {\n    if c { §g[1]; }\n}")).isEmpty();
    }

    @Test
    void andNotInOtherWords() throws IOException {
        assertThat(inFunction("// Panic: why.\n§a[i]")).isEmpty();
        assertThat(inFunction("// SAFETY: no PANIC: why.\n§a[i]")).isEmpty();
        assertThat(inFunction("/// PANIC: why.\n§a[i]")).isEmpty();
        assertThat(inFunction("// PANIC:\n§a[i]")).isEmpty();
        assertThat(inFunction("let s = \"// PANIC: why.\"; §a[i]")).isEmpty();
        assertThat(inFunction("let s = \"\n// PANIC: why.\n\";\n§a[i]")).isEmpty();
    }

    @Test
    void inMacros() throws IOException {
        assertThat(inFunction("m!(b, {\n    let c = 1;\n    // PANIC: why.\n    let d = §a[c];\n    e\n})"))
                .contains("why.");
        assertThat(inFunction("m!({\n    // PANIC: why.\n    let d = b[c];\n    §a[i]\n})")).isEmpty();
        assertThat(inFunction(
                "m!({\n    // PANIC: why.\n    let d: &D = unsafe { X.as_ref() }\n        .§expect(\"y\");\n})"))
                .contains("why.");
        assertThat(inFunction("m!({\n    // PANIC: why.\n    unsafe { g() }\n    §a[i]\n})")).isEmpty();
        assertThat(words("macro_rules! m { ($v:ident) => {\n  fn f() { match x {\n    0 => 1,\n    // PANIC: why.\n"
                + "    MAX.. => §unreachable!(),\n  } }\n} }")).contains("why.");
        assertThat(inFunction("// PANIC: why.\n§m!(b);")).contains("why.");
    }

    @Test
    void theSectionOfTheFunction() throws IOException {
        String docs =
                "/// Does it.\n///\n/// # Panics\n///\n/// If `i` is\n/// too large.\n///\n/// # Safety\n///\n/// None.\n";
        assertThat(words(docs + "fn f() { §a[1]; }")).contains("If `i` is\ntoo large.");
        assertThat(words("impl A {\n" + docs + "#[inline]\npub const unsafe fn f() { if b { §a[1]; } }\n}"))
                .contains("If `i` is\ntoo large.");
        assertThat(words("trait A {\n" + docs + "fn f() { b(|| §a[1]) }\n}")).isPresent();
        assertThat(words("/** # Panics\n *\n * Why. */\nfn f() { §a[1]; }")).contains("Why.");
        assertThat(words("fn f() {\n//! # Panics\n//! Why.\n§a[1]; }")).contains("Why.");
        assertThat(words("#[doc = \" # Panics\\n Why.\"]\nfn f() { §a[1]; }")).contains("Why.");
        assertThat(words("#[doc = r#\"# Panics\nWhy.\"#]\nfn f() { §a[1]; }")).contains("Why.");
        assertThat(words("m! {\n" + docs + "fn f() { §a[1]; }\n}")).contains("If `i` is\ntoo large.");
        Justification found = Objects.requireNonNull(place("\n" + docs + "fn f() { §a[1]; }").justification());
        assertThat(List.of(found.kind(), found.line(), found.file())).containsExactly(Justification.Kind.SECTION, 4,
                "a.rs");
    }

    @Test
    void butOnlyItsOwn() throws IOException {
        String docs = "/// # Panics\n///\n/// Why.\n";
        assertThat(words(docs + "fn f() { fn g() { §a[1]; } }")).isEmpty();
        assertThat(words(docs + "struct S;\nfn f() { §a[1]; }")).isEmpty();
        assertThat(words(docs + "impl A { fn f() { §a[1]; } }")).isEmpty();
        assertThat(words("/// ```\n/// # Panics\n/// x();\n/// ```\nfn f() { §a[1]; }")).isEmpty();
        assertThat(words("/// # Panics\n///\n/// # Safety\n/// x\nfn f() { §a[1]; }")).isEmpty();
        assertThat(words("// # Panics\n// Why.\nfn f() { §a[1]; }")).isEmpty();
    }

    @Test
    void theCommentSaysMoreThanTheSection() throws IOException {
        assertThat(words("/// # Panics\n///\n/// Never.\nfn f() {\n    // PANIC: why.\n    §a[1];\n}"))
                .contains("why.");
    }

    @Test
    void whatEnclosesAPlace() throws IOException {
        Place plain = place("fn f() { unsafe { a() }; §a[1]; }");
        assertThat(List.of(plain.unsafe(), plain.constFn(), plain.test())).containsOnly(false);
        assertThat(plain.function()).isEqualTo("f");
        assertThat(place("fn f() { unsafe { b(|| §a[1]) } }").unsafe()).isTrue();
        assertThat(place("pub const unsafe fn f() { §a[1]; }"))
                .matches(place -> place.unsafe() && place.constFn() && !place.test());
        assertThat(place("const fn f() { fn g() { §a[1]; } }").constFn()).isFalse();
        assertThat(place("unsafe fn f() { fn g() { §a[1]; } }").unsafe()).isFalse();
        assertThat(place("#[cfg(test)]\nmod t { fn f() { §a[1]; } }").test()).isTrue();
        assertThat(place("#[cfg(all(test, x))]\nmod t { fn f() { §a[1]; } }").test()).isTrue();
        assertThat(place("#[macros::kunit_tests(k)]\nmod t { fn f() { §a[1]; } }").test()).isTrue();
        assertThat(place("#[test]\n// x\n#[inline]\nfn f() { §a[1]; }").test()).isTrue();
        assertThat(place("#[cfg(not(test))]\nfn f() { §a[1]; }").test()).isFalse();
        assertThat(place("#[cfg(CONFIG_X)]\nfn f() { test(); §a[1]; }").test()).isFalse();
        assertThat(place("m! { pub const unsafe fn f() { §a[1]; } }"))
                .matches(place -> place.unsafe() && place.constFn() && place.function() == null);
        assertThat(place("static S: u8 = §A[1];").function()).isNull();
    }

    @Test
    void whatBegins() throws IOException {
        assertThat(place("fn f() { let x = §self.a[i]; }").begins()).containsExactly(Beginning.INDEX);
        assertThat(place("fn f() { let x = self.a§[i..]; }").begins()).containsExactly(Beginning.INDEX);
        assertThat(place("fn f() { let x = §a.b + 1; }").begins()).containsExactly(Beginning.OPERATOR);
        assertThat(place("fn f() { §a.b -= 1; }").begins()).containsExactly(Beginning.OPERATOR);
        assertThat(place("fn f() { let x = §-a; }").begins()).containsExactly(Beginning.OPERATOR);
        assertThat(place("fn f() { let x = §(a + b) as u8; }").begins()).contains(Beginning.OPERATOR);
        assertThat(place("fn f() { a.b()?.§unwrap::<T>(); }").begins()).containsExactly(Beginning.CALL);
        assertThat(place("fn f() { §A::<T>::b(c); }").begins()).containsExactly(Beginning.CALL);
        assertThat(place("fn f() { §panic!(); }").begins()).containsExactly(Beginning.MACRO);
        assertThat(place("fn f() { m!(a, §b); }").begins()).containsExactly(Beginning.MACRO);
        assertThat(place("#[derive(§Debug)]\nstruct S;").begins()).containsExactly(Beginning.MACRO);
        for (String nothing : List.of("fn f() { §let x = a[i]; }", "fn f() { l§et x = 1; }", "fn f() { let x§ = 1; }",
                "fn f() { x[1]; §}", "// §a[i]\nfn f() {}", "fn f() { return§ 1; }", "fn f() { x[i]§; }",
                "fn f() { let §x = a; }", "§fn f() {}", "fn f() { let x = a.§b; }")) {
            assertThat(place(nothing).begins()).as(nothing).isEmpty();
        }
    }

    @Test
    void columnsAreCharacters() throws IOException {
        assertThat(place("fn f() { let ä = \"𝄞é\"; let x = §a[i]; }").begins()).containsExactly(Beginning.INDEX);
        assertThat(place("fn f() {\r\n\t// PANIC: why.\r\n\t§a[i];\r\n}\r\n")).matches(
                place -> place.column() == 2 && place.justification() != null
                        && place.justification().text().equals("why."));
    }

    @Test
    void aPlaceThatTheFileDoesNotHave() throws IOException {
        SourceFile file = SourceFile.of("a.rs", "fn f() {}\nab\n".getBytes(UTF_8));
        try (Reading reading = reader.read(file)) {
            assertThat(reading.at(4, 1)).isEmpty();
            assertThat(reading.at(0, 1)).isEmpty();
            assertThat(reading.at(2, 3)).isEmpty();
            assertThat(reading.at(Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
            assertThat(reading.at(1, -1)).isEmpty();
            assertThat(reading.at(2, 0)).isPresent();
            assertThat(reading.at(3, 1)).isPresent();
        }
    }

    @Test
    void commentsAndWhatTheyAreAbout() throws IOException {
        String text = """
                fn f() {
                    // PANIC: one.
                    a[i]
                        .b();
                    c(); // PANIC: two.
                    // PANIC: three,
                    // and on.
                    #[x]
                    for i in 0..4 {
                        a[i];
                    }
                    let s = "// PANIC: none.";
                    m!({
                        // PANIC: four.
                        let d = unsafe { e() }
                            .f();
                        g();
                    });
                }
                """;
        try (Reading reading = reader.read(SourceFile.of("a.rs", text.getBytes(UTF_8)))) {
            assertThat(reading.comments().stream()
                    .map(found -> "%s %d-%d".formatted(found.justification().text().replace("\n", " "), found.first(),
                            found.last())))
                    .containsExactly("one. 2-4", "two. 5-5", "three, and on. 6-11", "four. 14-16");
        }
    }

    @Test
    void brokenSourceIsReadAsFarAsItGoes() throws IOException {
        assertThat(inFunction("// PANIC: why.\nlet x = §a[i];\n}}}} fn (((")).contains("why.");
        for (String broken : List.of("§", "§\uFEFF", "(".repeat(20_000) + "§(", "{".repeat(5_000) + "§a[i]",
                "§" + "/*".repeat(3_000), "§r#\"", "§'", "a§" + "<".repeat(5_000))) {
            assertThat(place(broken)).isNotNull();
        }
    }
}
