package dev.assay.check.verify;

import java.util.List;

/// What another disassembler says about the transfers to panic entries in one image.
public sealed interface Verification {
    /// The image, as the user named it.
    String path();

    /// Whether every transfer was confirmed and no other is there.
    boolean agrees();

    /// The two lists were compared. Places are addresses (`0xffffffff81af151e`) in a linked image, section and offset
    /// (`.text+0x4d2`) in a relocatable one.
    ///
    /// @param path        of the image
    /// @param tool        that was asked: `objdump`
    /// @param version     of the tool, as it says itself
    /// @param command     line that shows what the tool was asked, for a shell
    /// @param agreed      places that both have
    /// @param onlyHere    that the tool does not show as transfers to a panic entry
    /// @param onlyThere   that only the tool shows
    /// @param asData      that the tool shows too, but that are data to us: no path leads to them
    /// @param notCompared transfers through registers or memory, whose destination the tool does not show
    record Compared(String path, String tool, String version, String command, int agreed, List<String> onlyHere,
            List<String> onlyThere, List<String> asData, int notCompared) implements Verification {
        public Compared {
            onlyHere = List.copyOf(onlyHere);
            onlyThere = List.copyOf(onlyThere);
            asData = List.copyOf(asData);
        }

        @Override
        public boolean agrees() {
            return onlyHere.isEmpty() && onlyThere.isEmpty();
        }
    }

    /// Nobody could be asked.
    ///
    /// @param path of the image
    /// @param why  for people
    record NotVerified(String path, String why) implements Verification {
        @Override
        public boolean agrees() {
            return false;
        }
    }
}
