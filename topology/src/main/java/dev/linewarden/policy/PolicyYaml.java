package dev.linewarden.policy;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads policy text. Every key is optional; unknown keys and impossible values are errors. Thread-safe. */
public final class PolicyYaml implements PolicyParser {

    // A policy is a page; a book is an attack.
    private static final int MAX_LENGTH = 100_000;

    /**
     * A policy, or everything that is wrong with its text.
     *
     * @param settings every value, given or not, in the order of the reference
     */
    public record Result(Policy policy, List<PolicyError> errors, List<Setting> settings) {}

    @Override
    public Policy parse(String yaml) throws PolicyException {
        Result result = check(yaml);
        if (!result.errors().isEmpty()) {
            throw new PolicyException(String.join(
                    "; ", result.errors().stream().map(PolicyError::toString).toList()));
        }
        return result.policy();
    }

    /** Reads the text and lists every error in it, in order. */
    public Result check(String yaml) {
        List<PolicyError> errors = new ArrayList<>();
        if (yaml.length() > MAX_LENGTH) {
            errors.add(new PolicyError(1, 1, "the policy is over " + MAX_LENGTH + " characters"));
            return new Result(Policy.DEFAULT, errors, List.of());
        }
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException broken) {
            errors.add(syntaxError(broken));
            return new Result(Policy.DEFAULT, errors, List.of());
        } catch (ReaderException unprintable) {
            errors.add(PolicyError.of(unprintable, yaml));
            return new Result(Policy.DEFAULT, errors, List.of());
        } catch (YAMLException broken) {
            errors.add(new PolicyError(1, 1, "not YAML: " + broken.getMessage()));
            return new Result(Policy.DEFAULT, errors, List.of());
        }
        List<Setting> settings = new ArrayList<>();
        Policy policy = new PolicyReader(new YamlSection("", root, errors, settings)).read();
        errors.sort((a, b) ->
                a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column()));
        return new Result(policy, errors, settings);
    }

    private static PolicyError syntaxError(MarkedYAMLException broken) {
        return broken.getProblemMark() == null
                ? new PolicyError(1, 1, "not YAML: " + broken.getProblem())
                : new PolicyError(
                        broken.getProblemMark().getLine() + 1,
                        broken.getProblemMark().getColumn() + 1,
                        "not YAML: " + broken.getProblem());
    }
}
