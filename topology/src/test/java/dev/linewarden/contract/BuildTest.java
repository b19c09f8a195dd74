package dev.linewarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildTest {

    @Test
    void the_program_knows_its_version_and_commit() {
        assertThat(Build.name()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\+([0-9a-f]{12}|unknown)");
    }
}
