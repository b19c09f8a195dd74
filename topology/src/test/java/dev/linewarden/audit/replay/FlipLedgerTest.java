package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlipLedgerTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int MANY = 12_000;

    private static Told approved(int second) {
        return new Told(Outcome.APPROVED, "line-1", "server-1", null, null, 1, NOON.plusSeconds(second), second);
    }

    private static Told rejected(int second) {
        return new Told(Outcome.REJECTED, null, null, null, null, 1, NOON.plusSeconds(second), second);
    }

    private static Fate fate(int number, Told would) {
        Fate fate = new Fate(number, number, "default", "r" + number, "user" + number + "@example.com", Map.of());
        fate.recorded = approved(number);
        fate.would = would;
        return fate;
    }

    private static FlipLedger of(List<Fate> fates) {
        FlipLedger ledger = new FlipLedger();
        fates.forEach(fate -> ledger.close(0, fate));
        return ledger;
    }

    @Test
    void of_many_changes_another_outcome_is_kept_before_another_time_in_whatever_order_they_come() {
        List<Fate> fates = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            fates.add(fate(i, i < MANY - 3 ? approved(i + 1) : rejected(i)));
        }
        FlipLedger ledger = of(fates);
        List<FlipLedger.Flip> kept = ledger.sample();
        Collections.shuffle(fates, new Random(3));

        assertThat(kept).hasSize(10_000).isEqualTo(of(fates).sample());
        assertThat(kept).filteredOn(flip -> flip.direction().isFlip()).hasSize(3);
        assertThat(kept.get(0).requestId()).isEqualTo("r0");
        assertThat(kept.get(9_999).requestId()).isEqualTo("r11999");
        assertThat(ledger.leftOut()).isEqualTo(MANY - 10_000);
        assertThat(of(fates.subList(0, 10_000)).leftOut()).isZero();
        assertThat(of(fates.subList(0, 10_001)).leftOut()).isEqualTo(1);
    }

    @Test
    void that_not_every_recipient_is_named_is_said() {
        FlipLedger ledger = new FlipLedger();
        for (int i = 0; i < 100_000; i++) {
            ledger.diverged(0, fate(i, rejected(i)));
        }
        assertThat(ledger.areRecipientsLeftOut()).isFalse();

        ledger.diverged(0, fate(7, rejected(100_000)));
        assertThat(ledger.areRecipientsLeftOut()).isFalse();
        ledger.diverged(0, fate(100_000, rejected(100_000)));
        assertThat(ledger.areRecipientsLeftOut()).isTrue();
    }

    @Test
    void many_policies_share_the_room_of_one() {
        FlipLedger ledger = new FlipLedger(null, 8);
        for (int i = 0; i < MANY + 1_000; i++) {
            ledger.close(0, fate(i, rejected(i)));
            ledger.diverged(0, fate(i, rejected(i)));
        }

        assertThat(ledger.sample()).hasSize(1_250);
        assertThat(ledger.firstOfRecipients()).hasSize(12_500);
        assertThat(ledger.count(Direction.APPROVED_REJECTED)).isEqualTo(MANY + 1_000);
    }
}
