package dev.assay.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.bytes.Slice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `objdump -d` says about the executable sections of an ELF file, line by line, beside the bytes.
///
/// Sections that are writable as well hold data, which `objdump` writes down as such: they are left out.
final class X86Listing {
    /// @param code      of the whole section
    /// @param offset    of the line in the section, in bytes
    /// @param address   of the line
    /// @param length    up to the next line, in bytes; of the section for its last line
    /// @param isCut     whether a symbol begins behind the line, so that `length` may be too small
    /// @param text      the instruction, without symbols and comments
    record Line(Slice code, long offset, long address, long length, boolean isCut, String text) {}

    interface Reader {
        void line(Line line);
    }

    private record Section(String name, long address, Slice code) {}

    private X86Listing() {}

    /// Shows every instruction of `file` to `reader`.
    static void read(Path file, Reader reader) throws IOException {
        try (Arena arena = Arena.ofConfined(); FileChannel channel = FileChannel.open(file)) {
            Slice bytes = Slice.of(file.toString(), "file", channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
            Section before = new Section("", 0, bytes.slice("nothing", 0, 0));
            read(file, before, sections(file, bytes), reader);
        }
    }

    private static List<Section> sections(Path file, Slice bytes) throws IOException {
        List<Section> sections = new ArrayList<>();
        try (BufferedReader lines = run("readelf", "-SW", file.toString())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int bracket = line.indexOf(']');
                String[] fields = bracket < 0 ? new String[0] : line.substring(bracket + 1).trim().split("\\s+");
                // Name, type, address, offset, size, entry size, flags
                if (fields.length > 6 && fields[1].equals("PROGBITS") && fields[6].contains("X")
                        && !fields[6].contains("W")) {
                    sections.add(new Section(fields[0], Long.parseUnsignedLong(fields[2], 16), bytes.slice(fields[0],
                            Long.parseLong(fields[3], 16), Long.parseLong(fields[4], 16))));
                }
            }
        }
        return sections;
    }

    private static void read(Path file, Section before, List<Section> sections, Reader reader) throws IOException {
        int next = 0;
        Section section = before;
        long pending = -1;
        boolean isWanted = false;
        boolean isCut = false;
        String text = "";
        try (BufferedReader lines = run("objdump", "-d", "-z", "-w", "--no-show-raw-insn", file.toString())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("Disassembly of section ")) {
                    emit(section, pending, section.code.size(), false, text, reader);
                    pending = -1;
                    String name = line.substring("Disassembly of section ".length(), line.length() - 1);
                    int found = next;
                    while (found < sections.size() && !sections.get(found).name.equals(name)) {
                        found++;
                    }
                    isWanted = found < sections.size();
                    if (isWanted) {
                        section = sections.get(found);
                        next = found + 1;
                    }
                    continue;
                }
                int colon = line.indexOf(":\t");
                if (!isWanted || colon < 0 || (line.charAt(0) != ' ' && !isHex(line.charAt(0)))) {
                    isCut |= line.endsWith(">:");
                    continue;
                }
                long offset = Long.parseUnsignedLong(line, line.lastIndexOf(' ', colon) + 1, colon, 16)
                        - section.address;
                emit(section, /* offset= */ pending, /* end= */ offset, isCut, text, reader);
                pending = offset;
                isCut = false;
                text = stripped(line, colon + 2);
            }
        }
        emit(section, pending, section.code.size(), false, text, reader);
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }

    private static String stripped(String line, int start) {
        int end = line.indexOf('#', start);
        int symbol = line.indexOf('<', start);
        end = symbol >= 0 && (end < 0 || symbol < end) ? symbol : end;
        return line.substring(start, end < 0 ? line.length() : end).trim();
    }

    private static void emit(Section section, long offset, long end, boolean isCut, String text, Reader reader) {
        if (offset >= 0) {
            reader.line(new Line(section.code, offset, section.address + offset, end - offset, isCut, text));
        }
    }

    private static BufferedReader run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new BufferedReader(new InputStreamReader(process.getInputStream(), ISO_8859_1), 1 << 16);
    }
}
