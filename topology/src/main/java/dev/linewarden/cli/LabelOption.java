package dev.linewarden.cli;

import dev.linewarden.contract.SuspensionOrders.Label;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The label of the requests that something is done to; without it, all of the pool. */
final class LabelOption {

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "The label that requests carry, as in campaign=spring (default: all of the pool).")
    private @Nullable String label;

    /**
     * The label that was said.
     *
     * @throws Problem for what is no label
     */
    Label read() {
        Label read = label == null ? Label.NONE : Label.of(label);
        if (read == null) {
            throw Problem.usage("--label '" + label + "' is no label such as campaign=spring");
        }
        return read;
    }
}
