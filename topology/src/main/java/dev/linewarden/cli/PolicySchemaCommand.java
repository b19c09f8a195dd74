package dev.linewarden.cli;

import dev.linewarden.policy.PolicySchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What an editor needs to complete a policy and to mark its errors. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of a policy. It is published as deploy/policies/policy.schema.json.")
final class PolicySchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(PolicySchema.json().toPrettyString());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
