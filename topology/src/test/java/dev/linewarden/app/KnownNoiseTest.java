package dev.linewarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import dev.linewarden.app.KnownNoise.Kind;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNoiseTest {

    private static final String BROKER = "kafka.server.ReplicaManager";
    private static final String APPEND =
            "[ReplicaManager broker=1] Error processing append operation on partition EzIbhHNORRSI_fG1XQROLw:journal-3";
    private static final String EXPECTED =
            "Expected sequence 0 for transactions v2 idempotent producer with no existing state.";
    private static final String SEQUENCE =
            "Invalid sequence number for producer 1 at offset 2 in partition journal-3: 6" + " (incoming seq. number). "
                    + EXPECTED;
    private static final String TASKS = "org.apache.kafka.streams.processor.internals.TaskManager";
    private static final String CORRUPTED =
            "1_2=org.apache.kafka.streams.errors.TaskCorruptedException: Tasks [1_2] are"
                    + " corrupted and hence need to be re-initialized";

    private final KnownNoise filter = new KnownNoise();

    private FilterReply decide(String logger, Level level, String message, Throwable thrown) {
        Logger from = new LoggerContext().getLogger(logger);
        return filter.decide(new LoggingEvent(KnownNoiseTest.class.getName(), from, level, message, thrown, null));
    }

    @Test
    void a_batch_that_overtook_a_producers_first_is_kept_out_and_counted() {
        long before = KnownNoise.count(Kind.OUT_OF_ORDER_SEQUENCE);

        assertThat(decide(BROKER, Level.ERROR, APPEND, new OutOfOrderSequenceException(SEQUENCE)))
                .isEqualTo(FilterReply.DENY);
        assertThat(KnownNoise.count(Kind.OUT_OF_ORDER_SEQUENCE)).isEqualTo(before + 1);
    }

    @Test
    void anything_that_differs_in_level_logger_message_exception_or_its_reason_is_logged() {
        OutOfOrderSequenceException harmless = new OutOfOrderSequenceException(SEQUENCE);
        String lost = SEQUENCE.replace(EXPECTED, "4 (current end sequence number)");

        assertThat(decide(BROKER, Level.WARN, APPEND, harmless)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("kafka.server.KafkaApis", Level.ERROR, APPEND, harmless))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(BROKER, Level.ERROR, APPEND + " again", harmless)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(BROKER, Level.ERROR, APPEND, new OutOfOrderSequenceException(lost)))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(BROKER, Level.ERROR, APPEND, new UnknownProducerIdException(SEQUENCE)))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(BROKER, Level.ERROR, APPEND, null)).isEqualTo(FilterReply.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {CORRUPTED, CORRUPTED + ", " + CORRUPTED})
    void tasks_that_are_built_anew_after_a_kill_are_kept_out_and_counted(String tasks) {
        long before = KnownNoise.count(Kind.TASK_CORRUPTED);

        assertThat(decide(TASKS, Level.ERROR, corrupted(tasks), null)).isEqualTo(FilterReply.DENY);
        assertThat(KnownNoise.count(Kind.TASK_CORRUPTED)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", CORRUPTED + ", 1_3=java.lang.IllegalStateException: other", "1_3=java.lang.Error"})
    void tasks_that_fail_for_another_reason_too_are_logged(String tasks) {
        assertThat(decide(TASKS, Level.ERROR, corrupted(tasks), null)).isEqualTo(FilterReply.NEUTRAL);
    }

    private static String corrupted(String tasks) {
        return "stream-thread [linewarden-99326621-c875-StreamThread-1] Get exceptions for the following tasks: {"
                + tasks + "}";
    }
}
