package dev.linewarden.cli;

import dev.linewarden.audit.Stories;
import dev.linewarden.audit.Story;
import dev.linewarden.audit.StoryJson;
import dev.linewarden.audit.WhyNot;
import dev.linewarden.client.Cluster;
import dev.linewarden.schemas.Decision;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The whole story of one request. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Tells every attempt at one request, with each rule's finding, what it waited for and what ended the wait;"
                        + " from approved, deferred, rejected and journal, as far back as they reach.",
        footer = {
            "",
            "Examples:",
            "  linewarden explain r-4711",
            "  linewarden explain r-4711 --why-not",
            "  linewarden explain r-4711 --json | jq '.attempts[-1].decision.outcome'"
        })
final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(paramLabel = "REQUEST", description = "Its request_id.")
    private String request;

    @Option(names = "--pool", paramLabel = "POOL", description = "The only pool to look in (default: all).")
    private @Nullable String pool;

    @Option(
            names = "--why-not",
            description =
                    "Also tell which single changes would have let it pass when it was last held back: decides its"
                            + " journal again up to there, and asks the gate's core.")
    private boolean whyNot;

    @Option(names = "--json", description = "One JSON object for each pool that used the id.")
    private boolean json;

    @Mixin
    private RevealOption reveal;

    @Override
    public Integer call() {
        Cluster cluster = options.cluster();
        Stories stories = new Stories(cluster, Terminal::progress);
        List<Story> found = stories.of(request, pool);
        if (found.isEmpty()) {
            throw Problem.found("no decision about request " + request + (pool == null ? "" : " in pool " + pool)
                    + ": check the id; it may wait in the journal still, or be older than the topics' retention");
        }
        boolean reveals = reveal.reveals(spec.commandLine(), null, request);
        PrintWriter out = spec.commandLine().getOut();
        for (Story story : found) {
            Decision questionable = whyNot ? Stories.questionable(story) : null;
            WhyNot answer = questionable == null ? null : stories.whyNot(questionable);
            if (json) {
                out.println(StoryJson.of(story, answer, reveals));
            } else {
                StoryText.of(story, answer, whyNot, reveals).forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }
}
