package dev.linewarden.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret under which opt-outs of forgotten people are kept, in a file of the data directory that its owner alone reads. */
public final class ForgettingKey {

    private static final String FILE = "forgetting.key";
    private static final int BYTES = 32;

    private ForgettingKey() {}

    /** The directory's secret; made at the first call. */
    public static String in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            Files.createFile(file, ownerOnly());
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            Files.writeString(file, HexFormat.of().formatHex(secret));
        } catch (FileAlreadyExistsException made) {
            // Made at an earlier start: what was kept under it is recognised.
        }
        return Files.readString(file).strip();
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
