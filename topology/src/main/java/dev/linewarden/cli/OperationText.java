package dev.linewarden.cli;

import dev.linewarden.schemas.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An operation in words. */
final class OperationText {

    private OperationText() {}

    /** What was done to what. */
    static String what(Operation operation) {
        StringBuilder words =
                new StringBuilder(operation.getKind().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (operation.getSubject() != null) {
            words.append(' ').append(operation.getSubject());
        }
        Map<String, String> details = new TreeMap<>(operation.getDetails());
        if (!details.isEmpty()) {
            words.append(details.entrySet().stream()
                    .map(detail -> detail.getKey() + " " + detail.getValue())
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        return words.toString();
    }

    /** What came of it. */
    static String came(Operation operation) {
        String result = operation.getResult() == null ? "" : operation.getResult();
        return switch (operation.getOutcome()) {
            case BEGUN -> "begun; how it ended was not written down";
            case FAILED -> "failed: " + result;
            case DONE -> result.isEmpty() ? "done" : result;
        };
    }
}
