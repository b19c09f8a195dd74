package dev.linewarden.audit.sql;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that their owner alone can read, where the file system knows owners. */
final class PrivateFiles {

    private static final boolean KNOWS_OWNERS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** Makes an empty file; fails when there is one. */
    static void create(Path file) throws IOException {
        Files.createFile(file, only("rw-------"));
    }

    /** Makes the directory and those above it, where they are not there yet. */
    static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, only("rwx------"));
    }

    private static FileAttribute<?>[] only(String permissions) {
        return KNOWS_OWNERS
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
