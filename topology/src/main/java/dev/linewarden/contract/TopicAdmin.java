package dev.linewarden.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of the contract, and checks that those which exist are as it says. */
public final class TopicAdmin {

    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Admin admin;
    private final Topics topics;

    public TopicAdmin(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Creates the topics that are missing, and returns once they can be used: a broker hears of them a moment after its
     * controller and then takes over their partitions, and whoever starts a gate or publishes at once must not come before.
     *
     * @param replicationFactor -1 for the broker's default
     * @return the names of those created
     */
    public List<String> create(int partitions, short replicationFactor) throws InterruptedException {
        Set<String> existing = await(admin.listTopics().names());
        List<NewTopic> missing = topics.all().stream()
                .filter(spec -> !existing.contains(spec.name()))
                .map(spec -> new NewTopic(spec.name(), partitions, replicationFactor).configs(spec.config()))
                .toList();
        CreateTopicsResult creations = admin.createTopics(missing);
        Set<Uuid> ids = new HashSet<>();
        for (NewTopic topic : missing) {
            try {
                ids.add(creations.topicId(topic.name()).get());
            } catch (ExecutionException failed) {
                // Another instance may have been faster.
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw unwrap(failed);
                }
            }
        }
        awaitKnown(ids);
        awaitLeaders(missing);
        return missing.stream().map(NewTopic::name).toList();
    }

    // By their ids: a broker may still tell of topics of the same names that were deleted.
    private void awaitKnown(Set<Uuid> ids) throws InterruptedException {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (!known().containsAll(ids) && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
    }

    // The admin client asks again until a leader answers. Who publishes before may lose his first batch for good: it is
    // refused, the second is taken as the first of an unknown producer, and then the first is out of order.
    private void awaitLeaders(List<NewTopic> created) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : created) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        await(admin.listOffsets(ends).all());
    }

    private Set<Uuid> known() throws InterruptedException {
        return await(admin.listTopics().listings()).stream()
                .map(TopicListing::topicId)
                .collect(Collectors.toSet());
    }

    /**
     * What is wrong with the topics: missing ones, a journal with another partition count, fewer partitions of ticks than
     * of the journal, differing configuration. Empty when the gate may start.
     *
     * @param partitions of the journal; the other topics may be partitioned as their readers and writers like
     */
    public List<String> check(int partitions) throws InterruptedException {
        Map<String, TopicDescription> described = described();
        List<Topics.Spec> present = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Topics.Spec spec : topics.all()) {
            if (described.containsKey(spec.name())) {
                present.add(spec);
            } else {
                faults.add(missing(spec));
            }
        }
        checkPartitions(described, partitions, faults);
        checkConfigs(present, faults);
        return faults;
    }

    /** The topics that exist and have another partition count, with their counts, in the contract's order. */
    public Map<String, Integer> otherCounts(int partitions) throws InterruptedException {
        Map<String, TopicDescription> described = described();
        Map<String, Integer> others = new LinkedHashMap<>();
        for (Topics.Spec spec : topics.all()) {
            String name = spec.name();
            TopicDescription found = described.get(name);
            if (found != null && found.partitions().size() != partitions) {
                others.put(name, found.partitions().size());
            }
        }
        return others;
    }

    private String missing(Topics.Spec spec) {
        return "topic " + spec.name() + " is missing: run `linewarden topics create"
                + (topics.prefix().isEmpty() ? "" : " --topic-prefix " + topics.prefix()) + "`";
    }

    private Map<String, TopicDescription> described() throws InterruptedException {
        Set<String> existing = await(admin.listTopics().names());
        List<String> names = topics.all().stream()
                .map(Topics.Spec::name)
                .filter(existing::contains)
                .toList();
        return thoseThatExist(admin.describeTopics(names).topicNameValues());
    }

    private void checkPartitions(Map<String, TopicDescription> described, int partitions, List<String> faults) {
        TopicDescription journal = described.get(topics.journal());
        if (journal != null && journal.partitions().size() != partitions) {
            faults.add("topic " + topics.journal() + " has "
                    + journal.partitions().size() + " partitions, configured are " + partitions
                    + ": start with --partitions " + journal.partitions().size()
                    + " (a journal in use keeps its count for life, since pools would move and forget their state)");
        }
        TopicDescription ticks = described.get(topics.ticks());
        if (journal != null
                && ticks != null
                && ticks.partitions().size() < journal.partitions().size()) {
            faults.add("topic " + topics.ticks() + " has " + ticks.partitions().size() + " partitions, "
                    + topics.journal() + " has " + journal.partitions().size()
                    + ": give it as many with kafka-topics --alter");
        }
    }

    private void checkConfigs(List<Topics.Spec> present, List<String> faults) throws InterruptedException {
        List<ConfigResource> resources = present.stream()
                .map(spec -> new ConfigResource(ConfigResource.Type.TOPIC, spec.name()))
                .toList();
        Map<ConfigResource, Config> configs =
                thoseThatExist(admin.describeConfigs(resources).values());
        for (Topics.Spec spec : present) {
            Config actual = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, spec.name()));
            if (actual == null) {
                faults.add(missing(spec));
                continue;
            }
            for (String key : List.of("cleanup.policy", "message.timestamp.type", "max.message.bytes")) {
                String wanted = spec.config().get(key);
                String found = actual.get(key) == null ? null : actual.get(key).value();
                if (wanted != null && !fits(spec, key, wanted, found == null ? "" : found)) {
                    faults.add("topic " + spec.name() + " has " + key + "=" + found + ", the gate needs " + wanted
                            + ": change it with kafka-configs --alter");
                }
            }
        }
    }

    /** Behind intake a topic may carry larger messages, not smaller ones; what inputs carry, intake caps by itself. */
    private boolean fits(Topics.Spec spec, String key, String wanted, String found) {
        if (key.equals("max.message.bytes")) {
            return topics.inputs().contains(spec.name())
                    || found.isEmpty()
                    || Long.parseLong(found) >= Long.parseLong(wanted);
        }
        return wanted.equals(found);
    }

    // A topic may be deleted between two questions, and a broker hears of it later than another.
    private static <K, V> Map<K, V> thoseThatExist(Map<K, KafkaFuture<V>> answers) throws InterruptedException {
        Map<K, V> found = new HashMap<>();
        for (Map.Entry<K, KafkaFuture<V>> answer : answers.entrySet()) {
            try {
                found.put(answer.getKey(), await(answer.getValue()));
            } catch (UnknownTopicOrPartitionException deleted) {
                // Missing, then, as one that was never there.
            }
        }
        return found;
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw unwrap(failed);
        }
    }

    private static RuntimeException unwrap(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException("the broker did not answer", failed);
    }
}
