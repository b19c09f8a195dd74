package dev.linewarden.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Every key of a policy as a page of Markdown, written from {@link PolicySchema}: what the reader takes and no more. */
public final class PolicyReference {

    private static final String HEAD = """
            # Policy reference

            Written from the schema by `linewarden policy schema --markdown`; a test says when it is out of date. Every key is
            optional. The column "stricter" says which way a value makes the gate hold back more, where one does; see
            `linewarden policy diff`. A policy is YAML, one a pool, and takes effect at its place in the pool's journal. What a key does together
            with others stands in [concepts](concepts.md) and [codes](codes.md); `linewarden policy explain FILE` says it of a file
            of yours.
            """;
    private static final Pattern DESCRIPTION = Pattern.compile(
            "(.*?)(?:\\. Default: (.*?))?\\.(?: Stricter: (.*?)\\.)?(?: Source: (.*)\\.)?", Pattern.DOTALL);

    private final List<String> lines = new ArrayList<>();

    private PolicyReference() {}

    /** The page. */
    public static String markdown() {
        PolicyReference page = new PolicyReference();
        JsonNode all = PolicySchema.json().get("properties");
        page.heading("The policy itself");
        page.keys("", all, false);
        all.properties().stream()
                .filter(section -> section.getValue().has("properties"))
                .forEach(section -> {
                    page.heading(section.getKey());
                    page.keys("", section.getValue().get("properties"), true);
                });
        return HEAD + String.join("\n", page.lines) + "\n";
    }

    private void heading(String name) {
        lines.add("");
        lines.add("## " + name);
        lines.add("");
        lines.add("| key | takes | default | stricter | meaning, and where the default comes from |");
        lines.add("|---|---|---|---|---|");
    }

    private void keys(String path, JsonNode properties, boolean deep) {
        properties.properties().forEach(property -> {
            JsonNode node = property.getValue();
            String name = path + property.getKey();
            if (node.has("properties")) {
                if (deep) {
                    nested(name, node);
                }
            } else if (!node.has("anyOf")) {
                row(name, node, takes(node));
            }
        });
    }

    /** Days and regions: a key for each, whose values are again a section. */
    private void nested(String name, JsonNode node) {
        if (node.has("patternProperties")) {
            row(name, node, "by region, as in `US-TX`: the keys `from`, `to`, `days` and `holidays` of this section");
        } else {
            row(name, node, "by weekday, as in `SUNDAY`: `{from, to}`, or `closed`");
        }
    }

    private void row(String name, JsonNode node, String takes) {
        Matcher description = DESCRIPTION.matcher(node.path("description").asText(""));
        String means = "";
        String otherwise = "";
        String stricter = "";
        if (description.matches()) {
            means = description.group(1) + (description.group(4) == null ? "." : ". *" + description.group(4) + "*");
            stricter = description.group(3) == null ? "" : description.group(3);
            otherwise = description.group(2) == null ? "" : description.group(2);
        }
        int bounds = otherwise.indexOf(", from ");
        String range = bounds < 0 ? "" : otherwise.substring(bounds + 1);
        String value = bounds < 0 ? otherwise : otherwise.substring(0, bounds);
        lines.add("| `" + name + "` | " + takes + range + " | " + (value.isEmpty() ? "" : "`" + value + "`") + " | "
                + stricter + " | " + means.replace("|", "\\|") + " |");
    }

    private static String takes(JsonNode node) {
        if (node.has("enum")) {
            return names(node.get("enum"));
        }
        if ("array".equals(node.path("type").asText())) {
            JsonNode items = node.path("items");
            return "list of " + (items.has("enum") ? names(items.get("enum")) : items(items));
        }
        return items(node);
    }

    private static String names(JsonNode values) {
        // An editor that reads YAML 1.1 takes the word off for false; a person writes off.
        return StreamSupport.stream(values.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(value -> "`" + value.asText() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String items(JsonNode node) {
        String type = node.path("type").isArray()
                ? node.path("type").get(0).asText()
                : node.path("type").asText();
        String pattern = node.path("pattern").asText("");
        return switch (type) {
            case "integer" ->
                "whole number, " + node.path("minimum").asText() + " to "
                        + node.path("maximum").asText();
            case "number" ->
                "share, " + node.path("minimum").asText() + " to "
                        + node.path("maximum").asText();
            case "boolean" -> "`true`, `false`";
            default -> word(pattern);
        };
    }

    private static String word(String pattern) {
        if (pattern.contains(Spelling.DURATION_PATTERN)) {
            return "duration";
        }
        if (pattern.contains(Spelling.TIME_PATTERN)) {
            return "time of day";
        }
        return pattern.contains("{4}-") ? "date" : "text";
    }
}
