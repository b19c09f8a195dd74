package dev.linewarden.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what Kafka reports at ERROR and what is none: each kind by its logger, its message and its exception,
 * and counted. Anything that differs by a word is logged.
 */
public final class KnownNoise extends Filter<ILoggingEvent> {

    /** What is kept out. */
    public enum Kind {
        /**
         * A broker sends a new producer's first batch back (a leader or coordinator still loads), and what was in flight behind
         * it arrives first. The client sends again in order; nothing is lost (KAFKA-18202).
         */
        OUT_OF_ORDER_SEQUENCE(
                "kafka.server.ReplicaManager",
                "\\[ReplicaManager broker=\\d+] Error processing append operation on partition \\S+",
                "org.apache.kafka.common.errors.OutOfOrderSequenceException",
                "Invalid sequence number for producer \\d+ at offset \\d+ in partition \\S+: \\d+ \\(incoming seq\\. number\\)\\."
                        + " Expected sequence 0 for transactions v2 idempotent producer with no existing state\\."),

        /** A gate that was killed comes back: its local state is thrown away and rebuilt, which we tell in words of our own. */
        TASK_CORRUPTED(
                "org.apache.kafka.streams.processor.internals.TaskManager",
                "stream-thread \\[\\S+] Get exceptions for the following tasks: \\{(" + Kind.CORRUPTED + ", )*"
                        + Kind.CORRUPTED + "}",
                null,
                null);

        private static final String CORRUPTED =
                "\\d+_\\d+=org\\.apache\\.kafka\\.streams\\.errors\\.TaskCorruptedException:"
                        + " Tasks \\[[\\d_, ]+] are corrupted and hence need to be re-initialized";

        private final String logger;
        private final Pattern message;
        private final @Nullable String exception;
        private final @Nullable Pattern reason;

        Kind(String logger, String message, @Nullable String exception, @Nullable String reason) {
            this.logger = logger;
            this.message = Pattern.compile(message);
            this.exception = exception;
            this.reason = reason == null ? null : Pattern.compile(reason);
        }

        private boolean is(ILoggingEvent event) {
            return event.getLoggerName().equals(logger)
                    && isFor(event.getThrowableProxy())
                    && message.matcher(event.getFormattedMessage()).matches();
        }

        private boolean isFor(@Nullable IThrowableProxy thrown) {
            if (exception == null || reason == null || thrown == null) {
                return exception == null && thrown == null;
            }
            return thrown.getClassName().equals(exception)
                    && reason.matcher(String.valueOf(thrown.getMessage())).matches();
        }
    }

    // Of the process, as the log is: logback makes a filter for each appender.
    private static final Map<Kind, LongAdder> KEPT_OUT =
            Arrays.stream(Kind.values()).collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> new LongAdder()));

    /** How many lines of the kind were kept out since the process began. */
    public static long count(Kind kind) {
        return Objects.requireNonNull(KEPT_OUT.get(kind)).sum();
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (event.getLevel() != Level.ERROR) {
            return FilterReply.NEUTRAL;
        }
        for (Kind kind : Kind.values()) {
            if (kind.is(event)) {
                Objects.requireNonNull(KEPT_OUT.get(kind)).increment();
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }
}
