package dev.linewarden.cli;

import dev.linewarden.audit.replay.Direction;
import dev.linewarden.audit.replay.FlipLedger;
import dev.linewarden.audit.replay.FlipLedger.By;
import dev.linewarden.audit.replay.FlipLedger.First;
import dev.linewarden.audit.replay.OutcomeScore;
import dev.linewarden.audit.replay.Spread;
import dev.linewarden.audit.replay.WhatIf.Answer;
import dev.linewarden.audit.replay.WhatIf.Answers;
import dev.linewarden.core.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.Style;

/** What other policies would have changed, for people. */
final class WhatIfText {

    /** Said wherever such numbers are shown. */
    static final String HELD =
            "Replies, flags and reports are held as recorded: who would have answered otherwise nobody knows, so what follows a"
                    + " first divergence is an estimate.";

    private static final int MOST_KEYS = 6;
    private static final int MOST_FIRSTS = 3;
    private static final int MOST_FLIPS = 5;

    private final Answers answers;

    WhatIfText(Answers answers) {
        this.answers = answers;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "identity 100 %% of %,d decisions; %,d entries in %.1f s",
                answers.identity().same(),
                answers.identity().entries(),
                answers.took().toNanos() / 1e9));
        lines.add(HELD);
        if (answers.isCancelled()) {
            lines.add("cancelled: what follows is of a part of the journal alone");
        }
        for (Answer answer : answers.answers()) {
            lines.add("");
            lines.add(Terminal.colored(Style.bold, answer.change().name()));
            lines.addAll(of(answer).stream()
                    .map(line -> line.isEmpty() ? line : "  " + line)
                    .toList());
        }
        return lines;
    }

    private static List<String> of(Answer answer) {
        FlipLedger ledger = answer.ledger();
        List<String> lines = new ArrayList<>();
        if (ledger.requests() == 0) {
            lines.add("empty: no request was decided there");
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%,d requests, %,d unchanged%s%s",
                ledger.requests(),
                ledger.unchanged(),
                ledger.otherLine() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d of them by another line", ledger.otherLine()),
                ledger.otherReason() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d of them for another reason", ledger.otherReason())));
        if (ledger.unchanged() < ledger.requests()) {
            lines.add("deferred is what still waits at the end of the journal");
            lines.addAll(directions(ledger));
            spread(lines, "later", ledger.later());
            spread(lines, "earlier", ledger.earlier());
            for (By by : By.values()) {
                lines.addAll(breakdown(ledger, by));
            }
            lines.addAll(firsts(ledger));
            lines.addAll(flips(ledger));
        }
        lines.addAll(score(answer.score()));
        return lines;
    }

    private static List<String> directions(FlipLedger ledger) {
        Table table = new Table("", "requests", "first-order", "knock-on");
        for (Direction direction : Direction.values()) {
            long count = ledger.count(direction);
            long first = ledger.firstOrder(direction);
            table.row(direction, count, first, count - first);
        }
        return table.lines();
    }

    private static void spread(List<String> lines, String name, Spread spread) {
        if (spread.count() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d %s: half by no more than about %s, at most %s",
                    spread.count(),
                    name,
                    inWords(spread.half()),
                    inWords(spread.most())));
        }
    }

    static String inWords(long millis) {
        return Durations.inWords(Duration.ofMillis(millis));
    }

    private static List<String> breakdown(FlipLedger ledger, By by) {
        SortedMap<String, Map<Direction, Long>> cells = ledger.by(by);
        Comparator<Map.Entry<String, Map<Direction, Long>>> most =
                Comparator.comparingLong(entry -> -total(entry.getValue()));
        List<String> lines = new ArrayList<>();
        if (cells.isEmpty()) {
            return lines;
        }
        lines.add("by " + by.name().toLowerCase(Locale.ROOT));
        cells.entrySet().stream()
                .sorted(most)
                .limit(MOST_KEYS)
                .forEach(cell -> lines.add("  " + cell.getKey() + "  "
                        + cell.getValue().entrySet().stream()
                                .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
                                .collect(Collectors.joining(", "))));
        if (cells.size() > MOST_KEYS) {
            lines.add("  and " + (cells.size() - MOST_KEYS) + " more (see --json)");
        }
        return lines;
    }

    static long total(Map<Direction, Long> cell) {
        return cell.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<String> firsts(FlipLedger ledger) {
        SortedMap<String, First> recipients = ledger.firstOfRecipients();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "first divergence of %s%,d recipients, %,d lines, %,d servers",
                ledger.areRecipientsLeftOut() ? "more than " : "",
                recipients.size(),
                ledger.firstOfLines().size(),
                ledger.firstOfServers().size()));
        for (SortedMap<String, First> firsts : List.of(ledger.firstOfServers(), ledger.firstOfLines(), recipients)) {
            earliest(firsts, MOST_FIRSTS)
                    .forEach((name, first) -> lines.add(String.format(
                            Locale.ROOT,
                            "  %s  %s, behind offset %d of partition %d: %s (%s)",
                            name,
                            first.at(),
                            first.offset(),
                            first.partition(),
                            first.requestId(),
                            order(first.isFirstOrder()))));
        }
        return lines;
    }

    /** The first of them in time, as many as are wanted; all in the order in which they are. */
    static Map<String, First> earliest(SortedMap<String, First> firsts, int most) {
        if (most == Integer.MAX_VALUE) {
            return firsts;
        }
        Map<String, First> earliest = new LinkedHashMap<>();
        Comparator<Map.Entry<String, First>> inTime =
                Comparator.comparing(entry -> entry.getValue().at());
        firsts.entrySet().stream()
                .sorted(inTime)
                .limit(most)
                .forEach(first -> earliest.put(first.getKey(), first.getValue()));
        return earliest;
    }

    private static String order(boolean isFirstOrder) {
        return isFirstOrder ? "first-order" : "knock-on";
    }

    private static List<String> flips(FlipLedger ledger) {
        List<String> lines = new ArrayList<>();
        List<FlipLedger.Flip> flips = ledger.sample().stream()
                .filter(flip -> flip.direction().isFlip())
                .limit(MOST_FLIPS)
                .toList();
        for (FlipLedger.Flip flip : flips) {
            lines.add(String.format(
                    Locale.ROOT,
                    "flip %s  %s, %s (%s)",
                    flip.requestId(),
                    flip.direction(),
                    codes(flip),
                    order(flip.isFirstOrder())));
        }
        if (ledger.flips() > flips.size()) {
            long more = ledger.flips() - flips.size();
            lines.add(String.format(Locale.ROOT, "and %,d %s more (see --json)", more, more == 1 ? "flip" : "flips"));
        }
        return lines;
    }

    private static String codes(FlipLedger.Flip flip) {
        String was = flip.recordedCode() == null
                ? ""
                : (flip.direction().wasRefused() ? "was refused by " : "was held by ") + flip.recordedCode();
        String is = flip.wouldCode() == null
                ? ""
                : (flip.direction().wouldBeRefused() ? "would be refused by " : "would be held by ") + flip.wouldCode();
        return was + (was.isEmpty() || is.isEmpty() ? "" : ", ") + is;
    }

    private static List<String> score(OutcomeScore score) {
        if (!score.isMeasured()) {
            return List.of("outcomes: not measured, nobody reported a reply, an opt-out or a flag");
        }
        String flags = score.flags() == 0
                ? "no line was flagged"
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d flags had sends in the hour before that would have been held (%,d of %,d sends)",
                        score.flagsTouched(),
                        score.flags(),
                        score.sendsBeforeFlagsHeld(),
                        score.sendsBeforeFlags());
        return List.of(
                String.format(
                        Locale.ROOT,
                        "prevented: %,d of %,d opt-outs that followed a send; %s",
                        score.optOutsPrevented(),
                        score.optOuts(),
                        flags),
                String.format(
                        Locale.ROOT,
                        "cost: %,d of %,d replies answered a send that would have been held",
                        score.repliesLost(),
                        score.replies()),
                String.format(
                        Locale.ROOT,
                        "not known: what would have followed %,d sends that never happened",
                        score.unknown()));
    }
}
