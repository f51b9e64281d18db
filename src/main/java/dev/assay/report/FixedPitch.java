package dev.assay.report;

import org.graphper.api.attributes.FontStyle;
import org.graphper.def.FlatPoint;
import org.graphper.layout.FontSelector;
import org.graphper.layout.MeasureText;

/// Tells the library that lays out graphs how large a label is, so that it asks no font of the machine.
///
/// The library finds it by the files in `META-INF/services` and makes it itself.
public final class FixedPitch implements MeasureText, FontSelector {
    /// Of a character, as part of the font's size: that of Courier, DejaVu Sans Mono and nearly every other one.
    static final double PITCH = 0.602;
    /// Of a line, as part of the font's size.
    static final double LEADING = 1.3;

    /// Before all that come with the library.
    @Override
    public int order() {
        return Integer.MIN_VALUE;
    }

    @Override
    public boolean envSupport() {
        return true;
    }

    @Override
    public FlatPoint measure(String text, String font, double size, FontStyle... styles) {
        int columns = text.lines().mapToInt(Wrapped::columns).max().orElse(0);
        return new FlatPoint(text.lines().count() * size * LEADING, columns * size * PITCH);
    }

    @Override
    public String defaultFont() {
        return "monospace";
    }

    @Override
    public boolean exists(String font) {
        return true;
    }

    @Override
    public boolean fontSupport(String font, char character) {
        return true;
    }

    @Override
    public String findFirstSupportFont(char character) {
        return defaultFont();
    }
}
