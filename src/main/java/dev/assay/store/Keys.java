package dev.assay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// By what two snapshots of the same content are known.
///
/// A build-id outlives `strip`, so what could be seen of the images counts too: a snapshot made with DWARF knows more
/// than one made without.
///
/// @param key  build-id or SHA-256 of the only image, else a SHA-256 over those of all
/// @param form where names came from and whether there was DWARF
record Keys(String key, String form) {
    static Keys of(Panics panics, Map<String, String> hashes) {
        List<String> ids = new ArrayList<>();
        List<String> forms = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            ImagePanics.Identity identity = image.image();
            ids.add(Objects.requireNonNullElse(identity.buildId(),
                    Objects.requireNonNullElse(hashes.get(identity.path()), identity.path())));
            String form = identity.names() + (image.coverage().hasDwarf() ? "+dwarf" : "");
            if (!forms.contains(form)) {
                forms.add(form);
            }
        }
        ids.sort(null);
        forms.sort(null);
        return new Keys(ids.size() == 1 ? ids.getFirst() : digest(String.join("\n", ids)), String.join(" ", forms));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
