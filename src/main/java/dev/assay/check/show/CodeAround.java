package dev.assay.check.show;

import static dev.assay.check.show.Table.Column.left;
import static dev.assay.check.show.Table.Column.wide;

import dev.assay.bytes.Slice;
import dev.assay.check.guards.Guards;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import dev.assay.check.verify.Disassembler;
import dev.assay.check.verify.PlainElf;
import dev.assay.elf.Section;
import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.image.State;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The instructions around one place of a Rust function, each with our reading of it and, where there is a
/// disassembler, that one's.
final class CodeAround {
    private static final int BEFORE = 12;
    private static final int BEHIND = 4;

    private final Image image;
    private final Path file;
    private final Places places;
    private final Decoder decoder;
    private final Function function;
    private final Section section;
    private final Code code;
    private final int place;
    private final int first;
    private final int last;

    /// @param address of the place, inside of `function`
    CodeAround(Image image, Path file, Function function, long address) {
        this.image = image;
        this.file = file;
        this.places = new Places(image);
        this.decoder = image.machine().decoder();
        this.function = function;
        this.section = function.section();
        this.code = image.code(function);
        int found = 0;
        while (found + 1 < code.count() && code.address(found + 1) - address <= 0) {
            found++;
        }
        this.place = found;
        this.first = Math.max(0, found - BEFORE);
        this.last = Math.min(code.count() - 1, found + BEHIND);
    }

    /// @param searchPath folders with programs, as in the environment variable `PATH`
    SiteCode show(ImagePanics answer, long address, String searchPath) {
        List<Site> sites = answer.sites().stream().filter(this::isHere).toList();
        List<String> title = new ArrayList<>(SiteFacts.of(image, function, code.address(place), sites,
                Guards.of(image, answer.evidence())));
        if (address != code.address(place)) {
            title.add(places.of(address) + " is inside of the instruction at " + places.of(code.address(place)));
        }
        List<Disassembler> tools = Disassembler.onPath(image.machine().name(), searchPath);
        Map<Long, String> theirs = theirs(tools);
        List<Table.Column> columns = new ArrayList<>(List.of(left(""), left("address"), left("bytes"), wide("assay")));
        if (!theirs.isEmpty()) {
            columns.add(left("objdump"));
        }
        return new SiteCode.Found(new Table(title, columns, rows(theirs), List.of()), commands(tools, sites));
    }

    private boolean isHere(Site site) {
        return site.section().equals(section.name()) && site.symbol().equals(function.symbol())
                && site.offset() == code.address(place) - image.memory().address(section);
    }

    private long fileAddress(int instruction) {
        return places.inFile(section, code.address(instruction));
    }

    /// Where the file itself has the end of the window.
    private long stop() {
        return last + 1 < code.count() ? fileAddress(last + 1)
                : places.inFile(section, function.address() + function.size());
    }

    private List<List<String>> rows(Map<Long, String> theirs) {
        Map<Integer, State> states = image.blockStates(code, target -> false, i -> i >= first && i <= last);
        List<List<String>> rows = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            decode(i);
            List<String> row = new ArrayList<>(List.of(i == place ? ">" : "", places.of(code.address(i)),
                    hexadecimal(i, decoder.length()), reading(i, states.get(i))));
            if (!theirs.isEmpty()) {
                row.add(theirs.getOrDefault(fileAddress(i), ""));
            }
            rows.add(row);
        }
        return rows;
    }

    private void decode(int instruction) {
        Slice contents = image.memory().contents(section);
        long offset = code.address(instruction) - image.memory().address(section);
        long left =
                Math.min(function.address() + function.size() - code.address(instruction), contents.size() - offset);
        Slice bytes = contents.window(offset, left);
        decoder.decode(bytes, 0, code.address(instruction));
    }

    /// The bytes as they are in the file: what relocations put there rests on addresses that we made up.
    private String hexadecimal(int instruction, int length) {
        Slice bytes = section.isCompressed() ? image.memory().contents(section) : image.elf().raw(section);
        long offset = code.address(instruction) - image.memory().address(section);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length && offset + i < bytes.size(); i++) {
            text.append(i == 0 ? "" : " ").append("%02x".formatted(bytes.u8(offset + i)));
        }
        return text.toString();
    }

    private String reading(int i, @Nullable State before) {
        return switch (code.flow(i)) {
            case CALL -> "call " + destination(code.target(i));
            case JUMP -> "jump to " + destination(code.target(i));
            case BRANCH -> "branch to " + destination(code.target(i));
            case RETURN -> "return";
            case INDIRECT_CALL -> "call through " + through(i);
            case INDIRECT_JUMP -> "jump through " + through(i);
            case TRAP -> "trap";
            case INVALID -> "no instruction";
            case NEXT -> {
                Reading reading = new Reading(image, before);
                decoder.effects(reading);
                yield reading.text();
            }
        };
    }

    private String through(int i) {
        int register = code.targetRegister(i);
        return register >= 0 ? image.machine().registerName(register) : "memory";
    }

    private String destination(long target) {
        if (function.contains(target)) {
            return "+0x%x (%s)".formatted(target - function.address(), places.of(target));
        }
        return places.name(target).orElse(places.of(target));
    }

    /// What another disassembler writes; nothing if there is none, or no file that it could read.
    private Map<Long, String> theirs(List<Disassembler> tools) {
        if (tools.isEmpty()) {
            return Map.of();
        }
        try (PlainElf plain = PlainElf.of(file)) {
            return OtherText.of(tools, plain.path(), image, section, fileAddress(first), stop());
        } catch (IOException e) {
            return Map.of();
        }
    }

    /// The same by other means: the code, and the bytes of every location that its sites have.
    private List<String> commands(List<Disassembler> tools, List<Site> sites) {
        List<String> commands = new ArrayList<>();
        boolean isPlain = PlainElf.isPlain(file);
        Path shown = isPlain ? file : PlainElf.UNPACKED;
        if (!isPlain) {
            commands.add(PlainElf.command(file));
        }
        commands.add(OtherText.command(tools, shown, image, section, fileAddress(first), stop()));
        Set<String> wanted = new LinkedHashSet<>();
        for (Site site : sites) {
            SourceLocation location = site.location();
            if (location != null) {
                wanted.add(location.toString());
            }
        }
        if (!wanted.isEmpty()) {
            locations().forEach((location, address) -> {
                Optional<Section> holder = image.memory().sectionAt(address);
                if (wanted.contains(location.toString()) && holder.isPresent()) {
                    long start = places.inFile(holder.get(), address);
                    commands.add(OtherText.dump(shown, image, holder.get(), start, start + SourceLocation.SIZE));
                }
            });
        }
        return commands;
    }

    private Map<SourceLocation, Long> locations() {
        LocationConstants constants = new LocationConstants(image.machine(), image.memory());
        for (int i = 0; i < code.count(); i++) {
            if (code.flow(i) != Flow.INVALID) {
                decode(i);
                decoder.effects(constants);
            }
        }
        return constants.found();
    }
}
