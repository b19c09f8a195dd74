package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.policy.PolicyExplanation;
import dev.linewarden.policy.PolicyExplanation.Chapter;
import dev.linewarden.policy.PolicyExplanation.Value;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Setting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A policy in sentences. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Says in sentences what a policy does, and where each value comes from. Without FILE: the defaults.",
        footer = {
            "",
            "Examples:",
            "  linewarden policy explain policy.yaml",
            "  linewarden policy explain                     # the defaults"
        })
final class PolicyExplainCommand implements Callable<Integer> {

    private static final int MOST_WIDTH = 120;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE")
    private @Nullable Path file;

    @Option(names = "--json", description = "The chapters as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        String yaml = file == null ? "" : PolicyFiles.readValid(file);
        List<Chapter> chapters = PolicyExplanation.of(new PolicyYaml().check(yaml));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(chapters));
        } else {
            chapters.forEach(chapter -> print(out, chapter));
            out.println(Terminal.faint(
                    "The guide is a provider's published deliverability guide for iMessage lines; published is what\n"
                            + "several providers do; TCPA is the US Telephone Consumer Protection Act."));
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, Chapter chapter) {
        out.println(Terminal.ansi().string("@|bold " + chapter.name() + "|@" + mode(chapter.mode())));
        int width = Math.min(MOST_WIDTH, Terminal.columns());
        for (String sentence : chapter.sentences()) {
            out.println(Terminal.wrap("  " + sentence, width));
        }
        for (Value value : chapter.values()) {
            Setting setting = value.setting();
            String text = shortKey(chapter, setting.key()) + ": " + setting.value() + " - " + origin(value);
            out.println(Terminal.faint(Terminal.wrap("    " + text, width)));
        }
        out.println();
    }

    private static String mode(@Nullable Mode mode) {
        if (mode == null || mode == Mode.ENFORCE) {
            return "";
        }
        return mode == Mode.OFF ? "  @|red (off: not asked)|@" : "  @|yellow (observed, not enforced)|@";
    }

    private static String shortKey(Chapter chapter, String key) {
        return key.startsWith(chapter.name() + ".")
                ? key.substring(chapter.name().length() + 1)
                : key;
    }

    private static String origin(Value value) {
        Setting setting = value.setting();
        String source = value.source() == null ? "" : value.source();
        if (setting.line() == null) {
            return source.isEmpty() ? "default" : "default; " + source;
        }
        String instead = setting.otherwise().isEmpty() ? "" : ", instead of " + setting.otherwise();
        return "line " + setting.line()
                + (setting.value().equals(setting.otherwise()) ? ", as by default" : instead)
                + (source.isEmpty() ? "" : " (" + source + ")");
    }

    private static ArrayNode toJson(List<Chapter> chapters) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Chapter chapter : chapters) {
            ObjectNode node = array.addObject().put("section", chapter.name());
            if (chapter.mode() != null) {
                node.put("mode", chapter.mode().name().toLowerCase(Locale.ROOT));
            }
            ArrayNode sentences = node.putArray("says");
            chapter.sentences().forEach(sentences::add);
            ArrayNode settings = node.putArray("settings");
            for (Value value : chapter.values()) {
                Setting setting = value.setting();
                settings.addObject()
                        .put("key", setting.key())
                        .put("value", setting.value())
                        .put("default", setting.otherwise())
                        .put("line", setting.line())
                        .put("source", value.source());
            }
        }
        return array;
    }
}
