package dev.linewarden.cli;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.Event;
import dev.linewarden.core.Intent;
import dev.linewarden.core.LineReport;
import dev.linewarden.core.PolicyText;
import dev.linewarden.core.Review;
import dev.linewarden.core.Reviewer;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.Recording;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The hour before, from the topics. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a line did in one hour, and which of the five patterns that get lines flagged it shows."
                        + " Reads journal and approved: any hour that they still hold.")
final class ReviewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "LINE")
    private String line;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The end of the hour (default: when the line was last flagged, else now).")
    private @Nullable String at;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    /** A recorded input. */
    private record Heard(Event event, long offset, Instant appended) {}

    /** A recorded approval, and the last entry before it. */
    private record Approved(Intent intent, String line, Instant at, long offset) {}

    @Override
    public Integer call() {
        Instant end = TimeOption.read("--at", at);
        LineUpdate known = KnownLine.report(cluster, line);
        String pool = known.getPool();
        List<Heard> heard = new ArrayList<>();
        List<Approved> approved = new ArrayList<>();
        PolicyText policy = read(pool, heard, approved);
        Instant to = end != null ? end : lastFlag(heard);
        Review review = rebuild(policy, heard, approved, to).review(pool, line, to);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AvroJson.write(Records.toRecord(review)).put("line", line));
        } else {
            print(review, out);
        }
        out.flush();
        return 0;
    }

    /** @return the pool's policy as the compacted topic has it: the journal may no longer hold the update */
    private @Nullable PolicyText read(String pool, List<Heard> heard, List<Approved> approved) {
        Topics topics = cluster.topics();
        RecordDeserializer deserializer = cluster.deserializer();
        PolicyText[] latest = new PolicyText[1];
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer();
                ProgressBar bar = Terminal.progressBar("review", -1)) {
            new TopicReader(consumer, List.of(topics.policies(), topics.journal(), topics.approved()))
                    .readToEnd(record -> {
                        bar.step();
                        SpecificRecord value = record.value() == null
                                ? null
                                : deserializer.deserialize(record.topic(), record.value());
                        if (value instanceof JournalEntry entry
                                && entry.getPool().equals(pool)) {
                            hear(entry, record, heard);
                        } else if (value instanceof Decision decision
                                && decision.getRequest().getPool().equals(pool)) {
                            approved.add(new Approved(
                                    Records.toIntent(decision.getRequest()),
                                    String.valueOf(decision.getLine()),
                                    decision.getDecidedAt(),
                                    decision.getJournalOffset()));
                        } else if (value instanceof PolicyUpdate update
                                && update.getPool().equals(pool)) {
                            latest[0] = new PolicyText(pool, update.getPolicy(), Instant.EPOCH);
                        }
                        return true;
                    });
        }
        return latest[0];
    }

    private static void hear(JournalEntry entry, ConsumerRecord<byte[], byte[]> record, List<Heard> heard) {
        Event event = Records.toEvent((SpecificRecord) entry.getEvent());
        if (!(event instanceof Intent)) {
            heard.add(new Heard(event, record.offset(), Instant.ofEpochMilli(record.timestamp())));
        }
    }

    private Instant lastFlag(List<Heard> heard) {
        Instant last = Instant.now();
        for (Heard entry : heard) {
            if (entry.event() instanceof LineReport report
                    && report.line().equals(line)
                    && report.status() == LineReport.Status.FLAGGED) {
                last = report.at().isAfter(entry.appended()) ? entry.appended() : report.at();
            }
        }
        return last;
    }

    private static Recording rebuild(
            @Nullable PolicyText policy, List<Heard> heard, List<Approved> approved, Instant to) {
        approved.sort(Comparator.comparingLong(Approved::offset).thenComparing(Approved::at));
        Recording recording = new Recording();
        boolean journalHasPolicy = heard.stream().anyMatch(entry -> entry.event() instanceof PolicyText);
        if (policy != null && !journalHasPolicy) {
            recording.heard(policy, -1, Instant.EPOCH);
        }
        int next = 0;
        for (Heard entry : heard) {
            while (next < approved.size() && approved.get(next).offset() < entry.offset()) {
                take(recording, approved.get(next++), to);
            }
            if (!entry.appended().isAfter(to)) {
                recording.heard(entry.event(), entry.offset(), entry.appended());
            }
        }
        while (next < approved.size()) {
            take(recording, approved.get(next++), to);
        }
        return recording;
    }

    private static void take(Recording recording, Approved approval, Instant to) {
        if (!approval.at().isAfter(to)) {
            recording.approved(approval.intent(), approval.line(), approval.at());
        }
    }

    private void print(Review review, PrintWriter out) {
        out.println("line " + line + ", the " + Reviewer.HOUR.toMinutes() + " minutes before "
                + review.to().truncatedTo(ChronoUnit.MILLIS));
        Table table = new Table("", "")
                .row("sends", review.sends())
                .row("  outreach", review.outreach())
                .row("  new conversations", review.newConversations())
                .row("  follow-ups", review.followUps())
                .row("  off hours", review.offHours())
                .row("most in a minute", review.mostInAMinute())
                .row("replies", review.replies())
                .row("reply rate", String.format("%.0f%%", review.replyRate() * 100));
        table.lines().stream().skip(1).forEach(out::println);
        out.println();
        out.println("what it looks like (1 is the published limit)");
        for (Review.Pattern pattern : review.patterns()) {
            out.println(String.format("  %5.2f  %-16s %s", pattern.score(), pattern.name(), pattern.evidence()));
        }
    }
}
