package dev.linewarden.cli;

import dev.linewarden.audit.LineReviews;
import dev.linewarden.audit.PastHour;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Records;
import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Pattern;
import dev.linewarden.schemas.Review;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The hour before. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a line did in one hour, and which of the five patterns that get lines flagged it shows."
                        + " Prints what the gate said of the line's last flag; any other hour is built up again from"
                        + " journal and approved, as long as they hold it.",
        footer = {"", "Examples:", "  linewarden review line-1", "  linewarden review line-1 --at 2026-03-05T14:00:00Z"
        })
final class ReviewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(paramLabel = "LINE")
    private String line;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The end of the hour (default: when the line was last flagged; now for one that never was).")
    private @Nullable String at;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Instant end = TimeOption.read("--at", at);
        Cluster cluster = options.cluster();
        LineUpdate report = Lines.report(cluster, line);
        Review flagged = end == null ? LineReviews.ofLastFlag(cluster, report) : null;
        Review review = flagged;
        if (review == null) {
            Instant to = end == null ? Instant.now() : end;
            review = Records.toRecord(new PastHour(cluster, report.getPool(), line, to, Terminal::progress).review());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AvroJson.write(review).put("line", line));
        } else {
            print(review, flagged == null ? "" : ", its last flag", out);
        }
        out.flush();
        return 0;
    }

    private void print(Review review, String ending, PrintWriter out) {
        out.println("line " + line + ", the " + Reviewer.HOUR.toMinutes() + " minutes before "
                + review.getTo().truncatedTo(ChronoUnit.MILLIS) + ending);
        Table table = new Table("", "")
                .row("sends", review.getSends())
                .row("  outreach", review.getOutreach())
                .row("  new conversations", review.getNewConversations())
                .row("  follow-ups", review.getFollowUps())
                .row("  off hours", review.getOffHours())
                .row("most in a minute", review.getMostInAMinute())
                .row("replies", review.getReplies())
                .row("reply rate", String.format("%.0f%%", review.getReplyRate() * 100));
        table.lines().stream().skip(1).forEach(out::println);
        out.println();
        out.println("what it looks like (1 is the published limit)");
        for (Pattern pattern : review.getPatterns()) {
            out.println(
                    String.format("  %5.2f  %-16s %s", pattern.getScore(), pattern.getName(), pattern.getEvidence()));
        }
    }
}
