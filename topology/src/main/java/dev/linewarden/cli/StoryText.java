package dev.linewarden.cli;

import dev.linewarden.audit.Change;
import dev.linewarden.audit.Story;
import dev.linewarden.audit.WhyNot;
import dev.linewarden.contract.Masked;
import dev.linewarden.core.rules.Window;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request's story for people. */
final class StoryText {

    private final List<String> lines = new ArrayList<>();

    private StoryText() {}

    /** The story in lines, with why-not when it was asked for. */
    static List<String> of(Story story, @Nullable WhyNot whyNot, boolean asked, boolean reveal) {
        StoryText text = new StoryText();
        text.begin(story, reveal);
        story.attempts().forEach(text::tell);
        if (whyNot != null) {
            text.tell(whyNot);
        } else if (asked) {
            text.lines.add("");
            text.lines.add("why not: nothing held it back");
        }
        return text.lines;
    }

    private void begin(Story story, boolean reveal) {
        OutboundRequest request = story.attempts().get(0).decision().getRequest();
        lines.add("request " + story.requestId() + " in pool " + story.pool() + ": to "
                + (reveal ? request.getRecipient() : Masked.handle(request.getRecipient())) + ", "
                + request.getPriority() + ", " + request.getPurpose() + ", created " + request.getCreatedAt());
        if (reveal) {
            lines.add("  \"" + request.getText() + "\"");
        }
    }

    private void tell(Story.Attempt attempt) {
        Decision decision = attempt.decision();
        lines.add("");
        lines.add(decision.getDecisionId() + "  " + decision.getOutcome()
                + (decision.getBindingCode() == null ? "" : " " + decision.getBindingCode())
                + (decision.getLine() == null ? "" : " on " + decision.getLine() + " (" + decision.getServer() + ")")
                + " at " + decision.getDecidedAt());
        lines.add("  policy " + decision.getPolicyVersion() + " (" + decision.getPolicyHash() + "), journal "
                + decision.getJournalPartition() + "/" + decision.getJournalOffset()
                + (decision.getBuild() == null ? "" : ", build " + decision.getBuild()));
        lines.addAll(findings(decision.getFindings(), attempt.windows()));
        if (decision.getOutcome() == Outcome.DEFERRED) {
            tellWait(decision, attempt.ended());
        }
    }

    /** A row for each rule that measured or said something, its window and its detail below; then the names of those that had nothing to say. */
    private static List<String> findings(List<Finding> findings, Map<String, Window> windows) {
        List<Finding> telling =
                findings.stream().filter(finding -> !isSilent(finding)).toList();
        Table table = new Table("rule", "found", "observed", "limit", "until");
        telling.forEach(finding -> table.row(
                finding.getRule(),
                effect(finding),
                orEmpty(finding.getObserved()),
                orEmpty(finding.getLimit()),
                finding.getUntil() == null ? "" : finding.getUntil().toString()));
        List<String> rows = table.lines();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < telling.size(); i++) {
            if (i == 0) {
                all.add("  " + rows.get(0));
            }
            all.add("  " + rows.get(i + 1));
            Window window = windows.get(telling.get(i).getRule());
            if (window != null) {
                all.add("      counted from " + window.from() + " to " + window.to());
            }
            if (telling.get(i).getDetail() != null) {
                all.add(Terminal.wrap("      " + telling.get(i).getDetail(), Terminal.columns()));
            }
        }
        String silent = findings.stream()
                .filter(StoryText::isSilent)
                .map(Finding::getRule)
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            all.add(Terminal.wrap("  nothing to say: " + silent, Terminal.columns()));
        }
        return all;
    }

    private static boolean isSilent(Finding finding) {
        return finding.getEffect() == Effect.PASS && finding.getObserved() == null && finding.getDetail() == null;
    }

    private static String effect(Finding finding) {
        String code = finding.getCode() == null ? "" : " " + finding.getCode();
        return finding.getEffect() + code + (finding.getEnforced() ? "" : " (observed only)");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void tellWait(Decision decision, Story.@Nullable Ending ended) {
        String waits = decision.getNotBefore() == null
                ? "held until " + awaited(decision)
                : "promised for " + decision.getNotBefore();
        lines.add("  " + waits + "; "
                + (ended == null
                        ? "still waiting, as far as the topics tell"
                        : ended.what() + ", judged again at " + ended.at()
                                + (ended.offset() == null ? "" : " (journal offset " + ended.offset() + ")")));
    }

    private static String awaited(Decision decision) {
        return switch (String.valueOf(decision.getBindingCode())) {
            case "AWAITING_REPLY" -> "the recipient writes";
            case "LINE_PAUSED", "LINE_FLAGGED" -> "line " + decision.getLine() + " is ACTIVE again";
            case "POOL_AT_CAPACITY" -> "a line has room";
            case "SUSPENDED" -> "somebody resumes it";
            default -> "something changes";
        };
    }

    private void tell(WhyNot whyNot) {
        lines.add("");
        if (whyNot.refusal() != null) {
            lines.add("why not: not known for " + whyNot.decisionId() + ": " + whyNot.refusal());
            return;
        }
        lines.add(
                whyNot.changes().isEmpty()
                        ? "why not: of " + whyNot.tried() + " single changes that were tried on " + whyNot.decisionId()
                                + ", none would have let it pass"
                        : "why not: any one of these alone would have let " + whyNot.decisionId() + " pass ("
                                + whyNot.tried() + " were tried)");
        Table table = new Table("", "sent by");
        for (Change change : whyNot.changes()) {
            String value = change.value().isEmpty() ? "" : ": " + change.value();
            String kind = change.kind() == Change.Kind.POLICY ? "policy " : "";
            table.row("  " + kind + change.what() + value, "on " + orEmpty(change.line()));
        }
        if (!whyNot.changes().isEmpty()) {
            lines.addAll(table.lines().subList(1, table.lines().size()));
        }
    }
}
