package dev.linewarden.cli;

import dev.linewarden.contract.Utf8;
import dev.linewarden.contract.Utf8.NotUtf8Exception;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Policy files as commands read them. */
final class PolicyFiles {

    private PolicyFiles() {}

    /**
     * A policy file and what is wrong with it.
     *
     * @param yaml empty when the file is no text
     */
    record Checked(String yaml, List<PolicyError> errors) {}

    static Checked check(Path file) {
        try {
            String yaml = Utf8.read(file);
            return new Checked(yaml, new PolicyYaml().check(yaml).errors());
        } catch (NotUtf8Exception broken) {
            PolicyError error = new PolicyError(broken.line(), broken.column(), String.valueOf(broken.getMessage()));
            return new Checked("", List.of(error));
        } catch (NoSuchFileException missing) {
            throw Problem.usage("no such file: " + file);
        } catch (IOException unreadable) {
            throw Problem.usage("cannot read the policy " + file + ": "
                    + unreadable.getClass().getSimpleName());
        }
    }

    /** The text of a policy that parses. */
    static String readValid(Path file) {
        Checked policy = check(file);
        List<PolicyError> errors = policy.errors();
        if (!errors.isEmpty()) {
            throw Problem.found(file + ", " + errors.get(0)
                    + (errors.size() == 1
                            ? ""
                            : " (and " + (errors.size() - 1) + " more; see `linewarden policy check`)"));
        }
        return policy.yaml();
    }
}
