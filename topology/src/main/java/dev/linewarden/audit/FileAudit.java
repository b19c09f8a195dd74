package dev.linewarden.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.oracle.pass.PoolReport;
import dev.linewarden.audit.oracle.pass.Scope;
import dev.linewarden.client.Progress;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.AvroJson.MismatchException;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.EventLines;
import dev.linewarden.simulate.EventReader;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import dev.linewarden.simulate.EventReader.TimedEvent;
import dev.linewarden.store.disk.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** An audit of files: of events, and of the decisions that a simulation of them wrote. */
public final class FileAudit {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path events;
    private final Path decisions;
    private final @Nullable String policy;
    private final Progress progress;

    /**
     * @param decisions as {@code simulate --out} writes them
     * @param policy the text that stood in place of every policy in the events; null for theirs
     * @param progress is told of each line
     */
    public FileAudit(Path events, Path decisions, @Nullable String policy, Progress progress) {
        this.events = events;
        this.decisions = decisions;
        this.policy = policy;
        this.progress = progress;
    }

    /** A file that cannot be read to its end; the message names file and line. */
    public static final class BrokenFileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenFileException(String why) {
            super(why);
        }
    }

    /**
     * What it came to, by pool.
     *
     * @param only the only pool to look at; null for all
     * @throws BrokenFileException for a line that is none
     */
    public List<PoolReport> run(@Nullable String only, @Nullable Instant from, @Nullable Instant to, int most)
            throws IOException {
        try (EventLines journal = new EventLines(Files.newInputStream(events), events.toString());
                EventLines decided = new EventLines(Files.newInputStream(decisions), decisions.toString());
                Scratch scratch = Scratch.open(Duration.ZERO);
                Progress.Task reading = progress.begin("audit")) {
            return new Audit(only, new Scope(from, to, null, most), Map.of(), ScratchArchive.on(scratch))
                    .run(new Entries(journal), new Decisions(decided), reading);
        }
    }

    /** What comes of a source one by one, read ahead by one. */
    private abstract static class Ahead<T> implements Iterator<T> {
        private @Nullable T next;
        private boolean isRead;

        abstract @Nullable T read() throws IOException, BrokenLineException;

        @Override
        public boolean hasNext() {
            if (!isRead) {
                try {
                    next = read();
                } catch (BrokenLineException broken) {
                    throw new BrokenFileException(String.valueOf(broken.getMessage()));
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
                isRead = true;
            }
            return next != null;
        }

        @Override
        public T next() {
            T value = hasNext() ? next : null;
            if (value == null) {
                throw new NoSuchElementException("the file is read to its end");
            }
            isRead = false;
            return value;
        }
    }

    /** The events as the simulation takes them: each has the next offset, and a tick none. */
    private final class Entries extends Ahead<Audit.Heard> {
        private final EventLines lines;
        private final EventReader reader = new EventReader(events.toString());
        private final Set<String> pools = new HashSet<>();
        private final Deque<Audit.Heard> ready = new ArrayDeque<>();
        private long offset;

        Entries(EventLines lines) {
            this.lines = lines;
        }

        @Override
        Audit.@Nullable Heard read() throws IOException, BrokenLineException {
            while (ready.isEmpty()) {
                String line = lines.next();
                if (line == null) {
                    return null;
                }
                TimedEvent timed = reader.read(line);
                SpecificRecord event = timed == null ? null : timed.event();
                if (timed != null && event != null) {
                    add(event, timed.at());
                }
            }
            return ready.poll();
        }

        private void add(SpecificRecord event, Instant at) {
            String pool = Audit.poolOf(event);
            if (policy != null && pools.add(pool)) {
                ready.add(new Audit.Heard(new PolicyUpdate(pool, policy, at), at, offset++));
            }
            if (policy == null || !(event instanceof PolicyUpdate)) {
                ready.add(new Audit.Heard(event, at, offset++));
            }
        }
    }

    /** The decisions among the lines, in their order. */
    private final class Decisions extends Ahead<Decision> {
        private final EventLines lines;
        private long number;

        Decisions(EventLines lines) {
            this.lines = lines;
        }

        @Override
        @Nullable
        Decision read() throws IOException, BrokenLineException {
            for (String line = lines.next(); line != null; line = lines.next()) {
                number++;
                Decision decision = line.isBlank() ? null : decision(line);
                if (decision != null) {
                    return decision;
                }
            }
            return null;
        }

        private @Nullable Decision decision(String line) {
            try {
                JsonNode json = MAPPER.readTree(line);
                JsonNode type = json.get("type");
                if (!(json instanceof ObjectNode object) || type == null) {
                    throw broken("no line of `linewarden simulate --out`: it has no type");
                }
                object.remove("type");
                return type.asText().equals("decision") ? AvroJson.read(object, Decision.class) : null;
            } catch (JsonProcessingException noJson) {
                throw broken("not JSON: " + noJson.getOriginalMessage());
            } catch (MismatchException mismatch) {
                throw broken(String.valueOf(mismatch.getMessage()));
            }
        }

        private BrokenFileException broken(String why) {
            return new BrokenFileException(decisions + ", line " + number + ": " + why);
        }
    }
}
