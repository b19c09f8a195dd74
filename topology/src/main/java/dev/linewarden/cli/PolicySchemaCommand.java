package dev.linewarden.cli;

import dev.linewarden.policy.PolicyReference;
import dev.linewarden.policy.PolicySchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an editor needs to complete a policy and to mark its errors, and the reference for people. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of a policy. It is published as deploy/policies/policy.schema.json.",
        footer = {
            "",
            "Examples:",
            "  linewarden policy schema > policy.schema.json",
            "  linewarden policy schema --markdown > docs/policy.md"
        })
final class PolicySchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--markdown", description = "The same as a page for people, published as docs/policy.md.")
    private boolean markdown;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(PolicyReference.markdown());
        } else {
            out.println(PolicySchema.json().toPrettyString());
        }
        out.flush();
        return 0;
    }
}
