package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of a recipient on a terminal. */
class RecipientSheetTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final Recipient ANNA = Recipient.unknown("default", "anna@example.com");

    private static String lastMessageOf(Recipient recipient) {
        Sheet sheet = new Sheet(NOON, "anna");
        RecipientSheet.fill(sheet, new MemoryRows(), Policy.DEFAULT, recipient);
        return sheet.lines().stream()
                .filter(line -> line.contains("last message"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void who_said_nothing_but_stop_did_write() {
        assertThat(lastMessageOf(ANNA)).endsWith("never wrote");
        assertThat(lastMessageOf(ANNA.optedOut(NOON))).endsWith("none but about consent or help");
        assertThat(lastMessageOf(ANNA.askedForHelp(NOON))).endsWith("none but about consent or help");
        assertThat(lastMessageOf(ANNA.wroteTo("line-1", NOON).optedOut(NOON))).contains("the only one");
    }
}
