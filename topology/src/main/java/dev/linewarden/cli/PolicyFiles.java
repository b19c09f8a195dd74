package dev.linewarden.cli;

import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Policy files as commands read them. */
final class PolicyFiles {

    private PolicyFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw Problem.usage("no such file: " + file);
        } catch (IOException unreadable) {
            throw Problem.usage("cannot read the policy " + file + ": "
                    + unreadable.getClass().getSimpleName());
        }
    }

    /** The text of a policy that parses. */
    static String readValid(Path file) {
        String yaml = read(file);
        List<PolicyError> errors = new PolicyYaml().check(yaml).errors();
        if (!errors.isEmpty()) {
            throw Problem.found(file + ", " + errors.get(0)
                    + (errors.size() == 1
                            ? ""
                            : " (and " + (errors.size() - 1) + " more; see `linewarden policy check`)"));
        }
        return yaml;
    }
}
