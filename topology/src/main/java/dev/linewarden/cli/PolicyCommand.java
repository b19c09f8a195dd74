package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.LatestByKey;
import dev.linewarden.contract.RecordLines;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.schemas.PolicyUpdate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Policies: checking a file, putting one in force, reading what is. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Checks, explains or compares policies, puts one in force, or shows what is and was.",
        subcommands = {
            PolicyCommand.Check.class,
            PolicyExplainCommand.class,
            PolicySchemaCommand.class,
            PolicyCommand.Apply.class,
            PolicyCommand.Show.class,
            PolicyHistoryCommand.class,
            PolicyDiffCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  linewarden policy check policy.yaml",
            "  linewarden policy apply default policy.yaml"
        })
final class PolicyCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw Problem.usage("policy: say `policy check FILE`, `policy explain FILE`, `policy schema`,"
                + " `policy apply POOL FILE`, `policy show POOL`, `policy history POOL` or `policy diff A B`");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Lists everything that is wrong with a file.",
            footer = {"", "Examples:", "  linewarden policy check policy.yaml"})
    static final class Check implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE")
        private Path file;

        @Option(names = "--json", description = "The errors as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            PolicyFiles.Checked policy = PolicyFiles.check(file);
            List<PolicyError> errors = policy.errors();
            if (json) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                errors.forEach(error -> array.addObject()
                        .put("file", file.toString())
                        .put("line", error.line())
                        .put("column", error.column())
                        .put("message", error.message()));
                out.println(array);
            } else {
                errors.forEach(error -> print(out, policy.yaml(), error));
                out.println(
                        errors.isEmpty()
                                ? file + " is a policy"
                                : errors.size() + (errors.size() == 1 ? " error" : " errors"));
            }
            out.flush();
            return errors.isEmpty() ? 0 : Problem.FOUND_WRONG;
        }

        /** File, line and column in the form that editors and terminals turn into a link; below, the place itself. */
        private void print(PrintWriter out, String yaml, PolicyError error) {
            out.println(Terminal.ansi()
                            .text("@|bold " + file + ":" + error.line() + ":" + error.column()
                                    + ":|@ @|red,bold error:|@ ")
                    + error.message());
            yaml.lines().skip(error.line() - 1L).findFirst().ifPresent(line -> {
                String before = line.substring(0, Math.min(line.length(), error.column() - 1));
                out.println("    " + line);
                out.println("    " + before.replaceAll("[^\t]", " ")
                        + Terminal.ansi().string("@|green,bold ^|@"));
            });
        }
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Puts a policy in force, at its place in the journal.",
            footer = {
                "",
                "Examples:",
                "  linewarden policy apply default policy.yaml",
                "  linewarden policy apply default policy.yaml --reason \"quieter Sundays\""
            })
    static final class Apply implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Mixin
        private AuthorOption author;

        @Parameters(index = "0", paramLabel = "POOL")
        private String pool;

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file;

        @Override
        public Integer call() {
            String yaml = PolicyFiles.readValid(file);
            Deed deed = new Deed(OperationKind.POLICY_APPLIED, pool, PolicyHash.of(yaml));
            author.keep(
                    options.cluster(),
                    deed,
                    null,
                    publisher -> publisher.send(new PolicyUpdate(pool, yaml, Instant.now())));
            spec.commandLine().getOut().println("policy of pool " + pool + " is on its way to the gate");
            return 0;
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints the policy that was last applied.",
            footer = {
                "",
                "Examples:",
                "  linewarden policy show default",
                "  linewarden policy show default --json | jq -r .at"
            })
    static final class Show implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Parameters(paramLabel = "POOL", defaultValue = "default")
        private String pool;

        @Option(names = "--json", description = "As JSON, with the time at which it was applied.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Cluster cluster = options.cluster();
            PolicyUpdate update = LatestByKey.read(
                            cluster, cluster.topics().policies(), PolicyUpdate.class, PolicyUpdate::getPool)
                    .get(pool);
            if (json) {
                out.println(
                        update == null
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .put("pool", pool)
                                        .put("policy", "{}")
                                : RecordLines.of(update));
            } else {
                out.println(
                        update == null
                                ? "# no policy was applied to pool " + pool + ": the defaults are in force"
                                : update.getPolicy().stripTrailing());
            }
            out.flush();
            return 0;
        }
    }
}
