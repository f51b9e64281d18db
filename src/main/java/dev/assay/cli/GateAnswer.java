package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.check.gate.BaselineException;
import dev.assay.check.gate.Examined;
import dev.assay.check.gate.FirstPolicy;
import dev.assay.check.gate.Gate;
import dev.assay.check.gate.Policy;
import dev.assay.check.gate.PolicyError;
import dev.assay.check.gate.PolicyException;
import dev.assay.check.gate.PolicyReader;
import dev.assay.check.gate.Verdict;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Use;
import dev.assay.cli.Examination.Callers;
import dev.assay.report.GateFindings;
import dev.assay.report.GateJson;
import dev.assay.report.GateMarkdown;
import dev.assay.report.GateText;
import dev.assay.report.GateView;
import dev.assay.report.PolicyErrorText;
import dev.assay.report.findings.GithubAnnotations;
import dev.assay.report.findings.Junit;
import dev.assay.report.findings.Sarif;
import dev.assay.report.html.GateHtml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers `assay gate`: has what was found held against the policy, and the verdict rendered.
///
/// @param today the day, where the command line names none
record GateAnswer(Supplier<LocalDate> today) implements Command.Action<GateRequest> {
    private static final Path USUAL = Path.of("assay.toml");
    /// A policy that is larger is none.
    private static final int MOST_BYTES = 1 << 24;

    @Override
    public ExitStatus answer(GateRequest request, Terminal terminal) throws IOException {
        if (request.first() != null) {
            return first(request, request.first(), terminal);
        }
        Path file = Objects.requireNonNullElse(request.policy(), USUAL);
        Policy policy;
        try {
            policy = PolicyReader.read(file.toString(), read(file));
        } catch (PolicyException wrong) {
            wrong.errors().forEach(error -> say(file, error, terminal));
            return ExitStatus.TROUBLE;
        }
        if (request.source().tree() == null && !policy.needingSource().isEmpty()) {
            Shell.say(terminal, "%s:%d: this rule asks what the source says: give --source TREE".formatted(file,
                    policy.needingSource().getFirst().line()));
            return ExitStatus.TROUBLE;
        }
        if (request.baseline() == null && !policy.needingBaseline().isEmpty()) {
            Shell.say(terminal, "%s:%d: this rule compares with what was there before: give --baseline SNAPSHOT|FILE"
                    .formatted(file, policy.needingBaseline().getFirst().line()));
            return ExitStatus.TROUBLE;
        }
        return judged(request, policy, terminal);
    }

    private ExitStatus judged(GateRequest request, Policy policy, Terminal terminal) throws IOException {
        Examination examination = examination(request.paths(), request, policy.needsReach(), request.source());
        Examined found = examination.run(terminal, roots(policy));
        if (failed(examination, found, terminal)) {
            return ExitStatus.TROUBLE;
        }
        Optional<Examined> baseline = Optional.empty();
        if (request.baseline() != null) {
            Examination before = examination(List.of(Path.of(request.baseline())), request, policy.needsReach(),
                    SourceOptions.NONE);
            Examined compared = baseline(request.baseline(), before, request, roots(policy), terminal);
            if (failed(before, compared, terminal)) {
                return ExitStatus.TROUBLE;
            }
            baseline = Optional.of(compared);
        }
        Verdict verdict;
        try {
            verdict = Gate.judge(policy, found, baseline, Objects.requireNonNullElseGet(request.date(), today));
        } catch (BaselineException refused) {
            Shell.say(terminal, request.baseline() + ": " + refused.getMessage());
            return ExitStatus.TROUBLE;
        }
        Verdict shown = request.allowUnknown() ? verdict.withDoubtsAllowed() : verdict;
        print(shown, found, baseline, request, terminal);
        return shown.isFailed() ? ExitStatus.FINDINGS : shown.isIncomplete() ? ExitStatus.INCOMPLETE : ExitStatus.OK;
    }

    private static void print(Verdict verdict, Examined found, Optional<Examined> baseline, GateRequest request,
            Terminal terminal) throws IOException {
        GateView view = new GateView(terminal.colour(), terminal.columns(), request.explain());
        switch (request.format()) {
            case TEXT -> GateText.write(verdict, view, terminal.out());
            case JSON -> GateJson.write(verdict, terminal.out());
            case MARKDOWN -> GateMarkdown.write(verdict, view, terminal.out());
            case SARIF -> Sarif.write(GateFindings.of(verdict), terminal.out());
            case JUNIT -> Junit.write(GateFindings.of(verdict), terminal.out());
            case GITHUB -> GithubAnnotations.write(GateFindings.of(verdict), terminal.out());
            case HTML -> GateHtml.write(verdict, found.survey(), baseline.map(Examined::survey), terminal.out());
            default -> throw new IllegalStateException(request.format() + " is no form of this answer");
        }
        if (request.format() == Format.SARIF || request.format() == Format.JUNIT || request.format() == Format.GITHUB) {
            terminal.out().flush(); // these have no place for what concerns no site
            verdict.warnings().forEach(warning -> Shell.say(terminal, "warning: " + warning));
        }
    }

    /// What a rule asks of callers, each set of roots once.
    private static List<List<Glob>> roots(Policy policy) {
        List<List<Glob>> roots = new ArrayList<>(policy.roots());
        if (policy.needsAllRoots()) {
            roots.add(List.of());
        }
        return roots;
    }

    private static Examined baseline(String word, Examination how, GateRequest request, List<List<Glob>> roots,
            Terminal terminal) throws IOException {
        Subject subject = new Subject(word, request.store());
        return subject.isSnapshot() ? Examined.of(subject.survey(how, terminal)) : how.run(terminal, roots);
    }

    private static Examination examination(List<Path> paths, GateRequest request, boolean reach,
            SourceOptions source) {
        return new Examination(paths, request.reading(), new Use(false, false),
                new Callers(reach, List.of(), false, ways(request)), source);
    }

    /// Whether the form shows how a site is reached.
    private static boolean ways(GateRequest request) {
        return request.format() == Format.HTML || request.format() == Format.SARIF;
    }

    private static boolean failed(Examination examination, Examined found, Terminal terminal) {
        Panics panics = found.survey().panics();
        boolean failed = examination.failed(panics);
        if (failed) {
            panics.unreadable().forEach(file -> Shell.say(terminal, file.why()));
        }
        return failed;
    }

    private static ExitStatus first(GateRequest request, GateRequest.First first, Terminal terminal)
            throws IOException {
        Path target = request.policy();
        if (target != null && Files.exists(target)) {
            return exists(target, terminal);
        }
        Examination examination = examination(request.paths(), request, false, SourceOptions.NONE);
        Examined found = examination.run(terminal, List.of());
        if (failed(examination, found, terminal)) {
            return ExitStatus.TROUBLE;
        }
        Panics panics = found.survey().panics();
        String text = switch (first) {
            case CEILINGS -> FirstPolicy.ceilings(panics);
            case ALLOW -> FirstPolicy.allowances(panics);
        };
        if (target == null) {
            terminal.out().print(text);
            return ExitStatus.OK;
        }
        try {
            Files.writeString(target, text, UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException _) {
            return exists(target, terminal);
        }
        Shell.say(terminal, "assay: wrote " + target);
        return ExitStatus.OK;
    }

    private static ExitStatus exists(Path target, Terminal terminal) {
        Shell.say(terminal, target + ": is there already, and --init overwrites nothing; name another file");
        return ExitStatus.TROUBLE;
    }

    private static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("%s: expected a policy of at most %d bytes, found more".formatted(file, MOST_BYTES));
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException broken) {
            throw new IOException(file + ": expected text in UTF-8, found bytes that are none", broken);
        }
    }

    private static void say(Path file, PolicyError error, Terminal terminal) {
        Optional<String> near = error.word().isEmpty() ? Optional.empty() : Nearest.to(error.word(), error.known());
        Shell.say(terminal, "%s:%d:%d: %s%s".formatted(file, error.line(), error.column(), error.what(),
                near.map(word -> "; did you mean '" + word + "'?").orElse(list(error))));
        PolicyErrorText.shown(error).forEach(terminal.err()::println);
    }

    /// All words that are right, where there are few.
    private static String list(PolicyError error) {
        return error.known().isEmpty() || error.known().size() > 8 ? ""
                : "; there are " + String.join(", ", error.known());
    }
}
