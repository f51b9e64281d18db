package dev.assay.source.history;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// What the library knows of the machine: nothing but the repository. Neither the settings of the user and the system
/// are read, which may name programs, nor the environment; and nothing is measured, or written to the user's home.
final class GitSettings extends SystemReader {
    private static final GitSettings INSTANCE = new GitSettings();

    /// Bytes of packs that are kept in memory, and of which size they are read. The versions of a file are packed as
    /// differences to each other, so those that were just unpacked are needed again; the library's own limit is 10 MiB.
    private static final int WINDOW = 256 << 10;
    private static final long PACKS = 64 << 20;
    private static final int DELTA_BASES = 64 << 20;

    private GitSettings() {
        setPlatformChecker();
    }

    /// Makes the library use these. It has one place for them, for the whole process.
    static void use() {
        if (SystemReader.getInstance() != INSTANCE) {
            SystemReader.setInstance(INSTANCE);
            WindowCacheConfig memory = new WindowCacheConfig();
            memory.setPackedGitWindowSize(WINDOW);
            memory.setPackedGitLimit(PACKS);
            memory.setDeltaBaseCacheLimit(DELTA_BASES);
            memory.install();
        }
    }

    /// No settings, except how exact times of files are: else the library would write files beside those of the
    /// repository to find out.
    private static final class None extends FileBasedConfig {
        None(@Nullable Config parent, FS files) {
            super(parent, null, files);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(String section, @Nullable String subsection, String name, long otherwise,
                TimeUnit unit) {
            return "filesystem".equals(section) ? unit.convert(10, TimeUnit.MILLISECONDS)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS files) {
        return new None(parent, files);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS files) {
        return new None(parent, files);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS files) {
        return new None(parent, files);
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public @Nullable String getProperty(String key) {
        return System.getProperty(key);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public long getCurrentTime() {
        return System.currentTimeMillis();
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public int getTimezone(long when) {
        return 0;
    }
}
