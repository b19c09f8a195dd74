package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.contract.Topics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The topics and schemas of the contract. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Creates or checks the topics and schemas of the contract.",
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Check.class},
        footer = {"", "Examples:", "  linewarden topics create", "  linewarden topics check"})
final class TopicsCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw Problem.usage("topics: say `topics create` or `topics check`");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Creates the topics that are missing, and registers the schemas.",
            footer = {"", "Examples:", "  linewarden topics create --partitions 12 --replication-factor 3"})
    static final class Create implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Option(names = "--partitions", defaultValue = "" + Topics.DEFAULT_PARTITIONS, description = "Default: 12.")
        private int partitions;

        @Option(names = "--replication-factor", defaultValue = "-1", description = "Default: the broker's.")
        private short replicationFactor;

        @Override
        public Integer call() throws InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            Cluster cluster = options.cluster();
            Map<String, Integer> others;
            try (Admin admin = cluster.admin()) {
                TopicAdmin topics = new TopicAdmin(admin, cluster.topics());
                others = topics.otherCounts(partitions);
                List<String> created = topics.create(partitions, replicationFactor);
                created.forEach(name -> out.println("created " + name));
                out.println(created.isEmpty() ? "every topic was there" : created.size() + " topics created");
            }
            int registered = SchemaAdmin.register(cluster.registryClient(true), cluster.topics());
            out.println(registered + " schemas are registered");
            others.forEach((name, count) -> out.println(name + " has " + count + " partitions, not " + partitions
                    + ", and keeps them: counts are not changed under a running gate, see deploy/README.md"));
            out.flush();
            Integer ofJournal = others.get(cluster.topics().journal());
            // The other topics may be partitioned as their readers and writers like.
            if (ofJournal != null) {
                throw Problem.found("the journal has " + ofJournal + " partitions, not " + partitions
                        + ", for life: start the gate with --partitions " + ofJournal);
            }
            return 0;
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Exit 1 when a topic is not as the contract says.",
            footer = {"", "Examples:", "  linewarden topics check --partitions 12"})
    static final class Check implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Option(names = "--partitions", defaultValue = "" + Topics.DEFAULT_PARTITIONS, description = "Default: 12.")
        private int partitions;

        @Override
        public Integer call() throws InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            List<String> faults;
            Cluster cluster = options.cluster();
            try (Admin admin = cluster.admin()) {
                faults = new TopicAdmin(admin, cluster.topics()).check(partitions);
            }
            faults.forEach(out::println);
            out.println(faults.isEmpty() ? "every topic is as the contract says" : faults.size() + " faults");
            out.flush();
            return faults.isEmpty() ? 0 : Problem.FOUND_WRONG;
        }
    }
}
