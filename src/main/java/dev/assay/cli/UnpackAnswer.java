package dev.assay.cli;

import dev.assay.check.show.ShownFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Answers `assay unpack`: nothing is printed, and nothing half-written is left.
final class UnpackAnswer implements Command.Action<UnpackCommand.Request> {
    @Override
    public ExitStatus answer(UnpackCommand.Request request, Terminal terminal) throws IOException {
        Path target = request.target();
        return ShownFile.look(request.image(), List.of(), file -> {
            try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                boolean written = false;
                try {
                    file.writeTo(out);
                    written = true;
                } finally {
                    if (!written) {
                        Files.deleteIfExists(target);
                    }
                }
            } catch (FileAlreadyExistsException e) {
                throw new IOException(target + ": exists already; name a file that does not");
            }
            return ExitStatus.OK;
        });
    }
}
