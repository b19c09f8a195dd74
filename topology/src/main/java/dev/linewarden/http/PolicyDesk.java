package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.LatestByKey;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.state.PolicyInForce;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.PolicyUpdate;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks policies and puts them in force, those that hold alone. */
@Singleton
final class PolicyDesk {

    private final Cluster cluster;
    private final Postbox postbox;
    private final OperationDesk operations;

    PolicyDesk(Cluster cluster, Postbox postbox, OperationDesk operations) {
        this.cluster = cluster;
        this.postbox = postbox;
        this.operations = operations;
    }

    /**
     * A policy that holds.
     *
     * @param hash as decisions name it once it is in force
     */
    record Checked(String pool, String version, String hash, boolean published) {}

    /**
     * Checks a policy.
     *
     * @throws Refusal 422 with its errors, by line and column
     */
    static Checked check(String pool, String yaml) {
        PolicyYaml.Result result = new PolicyYaml().check(yaml);
        if (!result.errors().isEmpty()) {
            throw refusal(result.errors());
        }
        return new Checked(pool, result.policy().version(), PolicyHash.of(yaml), false);
    }

    static Refusal refusal(List<PolicyError> errors) {
        return Refusal.of(
                HttpStatus.UNPROCESSABLE_ENTITY,
                errors.get(0)
                        + (errors.size() == 1 ? "" : ", and " + (errors.size() - 1) + " more")
                        + "; the policy in force stays",
                Map.of("errors", errors));
    }

    /**
     * Publishes a policy.
     *
     * @param replaces the hash of the policy that it is to take the place of; null for whichever is there
     * @throws Refusal 422 for one that does not hold; 412 when another was published in between, at the same moment too; 503 when
     *     Kafka does not have it, or the operations log could not be written
     */
    Checked apply(String pool, String yaml, @Nullable String replaces, Author author) {
        Checked checked = check(pool, yaml);
        if (replaces != null) {
            requireLatest(pool, replaces);
        }
        Map<String, String> details = new HashMap<>(Map.of("version", checked.version()));
        if (replaces != null) {
            details.put("replaces", replaces);
        }
        Deed deed = new Deed(OperationKind.POLICY_APPLIED, pool, checked.hash(), details);
        PolicyUpdate update = new PolicyUpdate(pool, yaml, Instant.now());
        if (replaces == null) {
            operations.publish(author, deed, update);
        } else {
            replace(author, deed, update, replaces);
        }
        return new Checked(pool, checked.version(), checked.hash(), true);
    }

    /** Looks once more, while nobody else can publish in the place of the same: of two at the same moment one finds the other's. */
    private void replace(Author author, Deed deed, PolicyUpdate update, String replaces) {
        Optional<Refusal> refused = operations.keep(
                author,
                deed,
                () -> {
                    try {
                        postbox.replace(update, () -> requireLatest(update.getPool(), replaces));
                        return Optional.<Refusal>empty();
                    } catch (Refusal refusal) {
                        if (refusal.status() == HttpStatus.PRECONDITION_FAILED) {
                            return Optional.of(refusal);
                        }
                        throw refusal;
                    }
                },
                refusal -> refusal.isEmpty() ? "published" : "not published: another policy was there first");
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    /** One that does not hold was refused by the gate, so that an earlier one is in force still. */
    private void requireLatest(String pool, String replaces) {
        PolicyUpdate latest = LatestByKey.read(
                        cluster, cluster.topics().policies(), PolicyUpdate.class, PolicyUpdate::getPool)
                .get(pool);
        String text = latest == null ? PolicyInForce.DEFAULT.yaml() : latest.getPolicy();
        String hash = PolicyHash.of(text);
        if (!hash.equals(replaces) && new PolicyYaml().check(text).errors().isEmpty()) {
            throw Refusal.of(
                    HttpStatus.PRECONDITION_FAILED,
                    "somebody has published another policy (" + hash
                            + ") since: look at it, and at the operations log, then"
                            + " apply yours again; nothing was published",
                    Map.of("published", hash));
        }
    }
}
