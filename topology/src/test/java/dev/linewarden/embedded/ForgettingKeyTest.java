package dev.linewarden.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgettingKeyTest {

    @TempDir
    private Path directory;

    @Test
    void the_key_is_made_once_and_its_owner_alone_reads_it() throws Exception {
        String key = ForgettingKey.in(directory);

        assertThat(key).matches("[0-9a-f]{64}");
        assertThat(ForgettingKey.in(directory)).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("forgetting.key"))))
                .isEqualTo("rw-------");
    }
}
