package dev.linewarden.support;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A decision out of one number: which fields are there, how long they are and what stands in them. */
public final class MadeDecision {
    private final Random random;
    private final List<String> texts;

    /** @param texts what stands in its texts */
    public MadeDecision(long seed, List<String> texts) {
        this.random = new Random(seed);
        this.texts = texts;
    }

    private String text() {
        return texts.get(random.nextInt(texts.size()));
    }

    private @Nullable String textOrNull() {
        return random.nextBoolean() ? text() : null;
    }

    private Instant time() {
        long[] bounds = {1L << 20, 1L << 34, 1L << 42, 253_402_300_799_999L};
        long bound = bounds[random.nextInt(bounds.length)];
        return Instant.ofEpochMilli(Math.floorMod(random.nextLong(), 2 * bound) - bound)
                .plusNanos(random.nextInt(1_000_000));
    }

    private @Nullable Instant timeOrNull() {
        return random.nextBoolean() ? time() : null;
    }

    private <E> E one(E[] constants) {
        return constants[random.nextInt(constants.length)];
    }

    private <E> @Nullable E oneOrNull(E[] constants) {
        return random.nextBoolean() ? one(constants) : null;
    }

    private OutboundRequest request() {
        List<OutboundRequest.Attachment> attachments = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attachments.add(new OutboundRequest.Attachment(text(), text()));
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put(text(), text());
        }
        return new OutboundRequest(
                text(),
                text(),
                text(),
                textOrNull(),
                text(),
                attachments,
                one(Priority.values()),
                time(),
                timeOrNull(),
                timeOrNull(),
                textOrNull(),
                random.nextBoolean() ? new OutboundRequest.Consent(text(), timeOrNull()) : null,
                one(Purpose.values()),
                random.nextBoolean(),
                random.nextBoolean(),
                labels);
    }

    private Finding finding() {
        boolean isMeasured = random.nextBoolean();
        return new Finding(
                text(),
                oneOrNull(Code.values()),
                one(Effect.values()),
                random.nextBoolean(),
                isMeasured ? random.nextInt() : null,
                isMeasured ? time() : null,
                timeOrNull(),
                null,
                textOrNull());
    }

    /** The next one. */
    public Decision decision() {
        List<Finding> findings = new ArrayList<>();
        for (int i = random.nextInt(18); i > 0; i--) {
            findings.add(finding());
        }
        return new Decision(
                request(),
                one(Outcome.values()),
                textOrNull(),
                textOrNull(),
                findings,
                oneOrNull(Code.values()),
                timeOrNull(),
                random.nextInt(),
                time(),
                text(),
                text(),
                text(),
                new Decision.Position(random.nextInt(), random.nextLong()));
    }
}
