package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.state.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * The tables of SCALE.md: what each order of magnitude takes, and how pools of very different size fall on partitions. Computed from
 * what was measured (the constants say by what) and from assumptions (they say so): change either by {@code -Dscale.NAME}.
 */
public final class ScaleTable {

    // Assumed: what a server may send in a day, all of it used.
    private static final double MESSAGES_PER_SERVER = number("messages-per-server", 5_000);
    // Assumed: thirteen waking hours, and twice their mean at the fullest: 24 / 13 * 2, and a little.
    private static final double PEAK_TO_MEAN = number("peak-to-mean", 4);
    // Assumed: one message of a recipient or one report of a gateway for two messages sent.
    private static final double ENTRIES_PER_MESSAGE = number("entries-per-message", 1.5);
    // Assumed: five messages a day to each, so that a million servers reach a billion people.
    private static final double PEOPLE_PER_SERVER = number("people-per-server", 1_000);
    // Default of duplicates.window, in days: how long a request is remembered.
    private static final double DAYS_REMEMBERED = number("days-remembered", 7);
    // Assumed: a thread is full at half of what it can do, so that it catches up after a restart.
    private static final double SHARE_USED = number("share-used", 0.5);
    private static final double THREADS_PER_INSTANCE = number("threads-per-instance", 4);
    private static final double SERVERS_PER_POOL = number("servers-per-pool", 100);

    // GateBench: stream threads, for a reply.
    private static final double MICROS = number("micros", 73);
    // RecoveryBench: megabytes of the state directory, by two threads.
    private static final double RESTORED_MEGABYTES_A_SECOND = number("restored-megabytes", 12.7);

    // Of a record in a changelog: its key (pool and recipient, or pool and id), and what Kafka adds.
    private static final int KEY_BYTES = 40;
    private static final double SECONDS_A_DAY = 86_400;
    private static final int[] PARTITIONS = {12, 48, 192, 768};
    private static final double[] SKEWS = {0, 0.8, 1.0, 1.2};

    private ScaleTable() {}

    private static double number(String name, double usual) {
        return Double.parseDouble(System.getProperty("scale." + name, Double.toString(usual)));
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        System.out.printf(
                Locale.ROOT,
                "A thread decides %,.0f a second, used to %.0f %%: a pool may have up to %,.0f servers.%n%n",
                1e6 / MICROS,
                100 * SHARE_USED,
                mostServers());
        StoreWork work = StoreWork.ofAReply();
        long changelog = written(work, EnumSet.allOf(Table.class));
        long person = written(work, EnumSet.of(Table.RECIPIENTS, Table.RECIPIENT_FOLLOW_UPS));
        long request = written(work, EnumSet.of(Table.REQUESTS));
        System.out.printf(
                Locale.ROOT,
                "A reply: %,d bytes in the journal, %,d in its decision, %,d in %d changelog records. A person is kept in %,d, a request"
                        + " in %,d.%n%n",
                work.entryBytes(),
                work.decision().length,
                changelog,
                work.writes(),
                person,
                request);
        json.put("journal_bytes", work.entryBytes())
                .put("decision_bytes", work.decision().length)
                .put("changelog_bytes", changelog)
                .put("person_bytes", person)
                .put("request_bytes", request);
        json.put("most_servers_a_pool", Math.round(mostServers()));
        sizes(json.putArray("sizes"), work, changelog, person, request);
        skews(json.putArray("skews"));
        Rounds.save(json, Path.of(args[0]));
        System.out.println("\nwritten to " + args[0]);
    }

    /** Bytes of what a reply writes to these tables, with the keys. */
    private static long written(StoreWork work, Set<Table> tables) {
        return work.operations().stream()
                .filter(operation -> tables.contains(operation.table()))
                .mapToLong(operation -> operation.row() == null ? 0 : KEY_BYTES + operation.row().length)
                .sum();
    }

    /** Entries that one thread takes at the peak, with room to catch up. */
    private static double entriesPerThread() {
        return SHARE_USED * 1e6 / MICROS;
    }

    private static double peakEntries(double servers) {
        return servers * MESSAGES_PER_SERVER * ENTRIES_PER_MESSAGE / SECONDS_A_DAY * PEAK_TO_MEAN;
    }

    /** How large one pool may be: it is one partition, and so one thread. */
    private static double mostServers() {
        return entriesPerThread() / peakEntries(1);
    }

    private static void sizes(ArrayNode json, StoreWork work, long changelogBytes, long person, long request) {
        System.out.printf(
                "%10s%14s%10s%9s%10s%11s%12s%12s%12s%12s%12s%n",
                "servers",
                "messages/day",
                "peak/s",
                "threads",
                "instances",
                "partitions",
                "state GB",
                "GB/task",
                "changelog",
                "all topics",
                "restore");
        System.out.printf("%88s%12s%12s%12s%n", "", "MB/s", "MB/s", "min/task");
        for (double servers = 1; servers <= 1e6; servers *= 10) {
            double peak = peakEntries(servers);
            double threads = Math.ceil(peak / entriesPerThread());
            // Twice the threads, so that skew leaves none with three times its share; a multiple of twelve.
            double partitions = Math.max(12, 12 * Math.ceil(2 * threads / 12));
            double messages = servers * MESSAGES_PER_SERVER;
            double state = servers * PEOPLE_PER_SERVER * person + messages * DAYS_REMEMBERED * request;
            double decisions = peak / ENTRIES_PER_MESSAGE;
            double changelog = decisions * changelogBytes / 1e6;
            double topics = changelog + (2 * peak * work.entryBytes() + decisions * work.decision().length) / 1e6;
            double restore = state / partitions / 1e6 / RESTORED_MEGABYTES_A_SECOND / 60;
            double instances = Math.ceil(threads / THREADS_PER_INSTANCE);
            System.out.printf(
                    Locale.ROOT,
                    "%,10.0f%,14.0f%,10.0f%,9.0f%,10.0f%,11.0f%,12.1f%,12.2f%,12.1f%,12.1f%,12.1f%n",
                    servers,
                    messages,
                    peak,
                    threads,
                    instances,
                    partitions,
                    state / 1e9,
                    state / 1e9 / partitions,
                    changelog,
                    topics,
                    restore);
            json.addObject()
                    .put("servers", Math.round(servers))
                    .put("peak_entries_per_second", peak)
                    .put("threads", threads)
                    .put("instances", instances)
                    .put("partitions", partitions)
                    .put("state_gigabytes", state / 1e9)
                    .put("changelog_megabytes_per_second", changelog)
                    .put("all_topics_megabytes_per_second", topics)
                    .put("restore_minutes_per_task", restore);
        }
    }

    /** A million servers in pools whose sizes follow a law of Zipf, on partitions by the partitioner that the gate's journal has. */
    private static void skews(ArrayNode json) {
        double servers = 1e6;
        int pools = (int) (servers / SERVERS_PER_POOL);
        System.out.printf(
                Locale.ROOT,
                "%n%,.0f servers in %,d pools; the fullest partition as a share of one thread%n%n",
                servers,
                pools);
        System.out.printf("%-8s%16s", "Zipf", "largest pool");
        for (int partitions : PARTITIONS) {
            System.out.printf("%12d", partitions);
        }
        System.out.printf("%n");
        for (double skew : SKEWS) {
            double[] sizes = zipf(pools, skew, servers);
            row(String.format(Locale.ROOT, "%.1f", skew), sizes, 1, json);
            if (sizes[0] > mostServers() / 2) {
                row("  split", sizes, mostServers() / 4, json);
            }
        }
        System.out.println("  split: pools are cut into parts of at most a quarter of what a thread can take");
    }

    private static double[] zipf(int pools, double skew, double servers) {
        double[] sizes = new double[pools];
        for (int rank = 0; rank < pools; rank++) {
            sizes[rank] = Math.pow(rank + 1, -skew);
        }
        double all = Arrays.stream(sizes).sum();
        return Arrays.stream(sizes).map(size -> size / all * servers).toArray();
    }

    /** @param most servers of one part; 1 or less for no parts */
    private static void row(String name, double[] sizes, double most, ArrayNode json) {
        double largest = most > 1 ? Math.min(most, sizes[0]) : sizes[0];
        System.out.printf(Locale.ROOT, "%-8s%,16.0f", name, largest);
        ObjectNode row = json.addObject().put("zipf", name.strip()).put("largest_pool_servers", Math.round(largest));
        for (int partitions : PARTITIONS) {
            double load = peakEntries(fullest(sizes, most, partitions)) / entriesPerThread();
            System.out.printf(Locale.ROOT, "%12.2f", load);
            row.put("fullest_of_" + partitions, load);
        }
        System.out.printf("%n");
    }

    private static double fullest(double[] sizes, double most, int partitions) {
        double[] load = new double[partitions];
        for (int pool = 0; pool < sizes.length; pool++) {
            int parts = most > 1 ? (int) Math.ceil(sizes[pool] / most) : 1;
            for (int part = 0; part < parts; part++) {
                String key = "pool-" + pool + (parts > 1 ? "-" + part : "");
                load[BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions)] +=
                        sizes[pool] / parts;
            }
        }
        return Arrays.stream(load).max().orElseThrow();
    }
}
