package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records a second of several contenders in several rounds. What is compared are ratios within a round: the machine may be
 * slower in one round than in another, for all of them. The first round warms the JVM up and is not counted.
 */
final class Rounds {

    private final Map<String, List<Double>> perSecond = new LinkedHashMap<>();
    private final Map<String, List<Double>> ofProcess = new LinkedHashMap<>();
    private final Map<String, List<Double>> ofStreams = new LinkedHashMap<>();
    private final Map<String, List<Double>> allocated = new LinkedHashMap<>();
    private final Map<String, Map<CpuTime.Group, List<Double>>> ofGroups = new LinkedHashMap<>();
    private final Map<String, List<Double>> inJournal = new LinkedHashMap<>();

    /** Notes a contender's figure in the next of its rounds. */
    void add(String contender, double recordsPerSecond) {
        add(perSecond, contender, recordsPerSecond);
    }

    /** Notes what it has spent on each record. */
    void spent(String contender, CpuTime before, int records) {
        CpuTime after = CpuTime.now();
        add(ofProcess, contender, after.processMicrosSince(before, records));
        add(ofStreams, contender, after.streamMicrosSince(before, records));
        add(allocated, contender, after.bytesSince(before, records));
        Map<CpuTime.Group, List<Double>> own =
                ofGroups.computeIfAbsent(contender, first -> new EnumMap<>(CpuTime.Group.class));
        for (CpuTime.Group group : CpuTime.Group.values()) {
            add(own, group, after.microsSince(before, group, records));
        }
    }

    /** Notes how many bytes of each record the broker keeps in the journal. */
    void kept(String contender, long bytes, int records) {
        add(inJournal, contender, (double) bytes / records);
    }

    private static <K> void add(Map<K, List<Double>> figures, K contender, double figure) {
        figures.computeIfAbsent(contender, first -> new ArrayList<>()).add(figure);
    }

    private static <K> List<Double> counted(Map<K, List<Double>> figures, K contender) {
        List<Double> all = figures.getOrDefault(contender, List.of());
        return all.size() <= 1 ? all : all.subList(1, all.size());
    }

    /**
     * What stream threads spend on a record of the one, of what they spend on one of the other: of each the round that was disturbed
     * least, so that a machine that does other things too changes little of it.
     */
    double leastSpent(String contender, String to) {
        return minimum(counted(ofStreams, contender)) / minimum(counted(ofStreams, to));
    }

    /** One for each round that counts. */
    private List<Double> ratios(String contender, String to) {
        List<Double> own = counted(perSecond, contender);
        List<Double> other = counted(perSecond, to);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(own.size(), other.size()); round++) {
            ratios.add(own.get(round) / other.get(round));
        }
        return ratios;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double minimum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** Every round, and minimum and median of those that count. */
    void print(PrintStream out) {
        print("records a second", perSecond, "%,10.0f", out);
        print("us of a core a record", ofProcess, "%,10.1f", out);
        print("... of stream threads", ofStreams, "%,10.1f", out);
        print("bytes they allocate", allocated, "%,10.0f", out);
        print("bytes of a record kept", inJournal, "%,10.0f", out);
        printGroups(out);
        out.println();
    }

    /** Which threads the time of cores is of: medians. */
    private void printGroups(PrintStream out) {
        StringBuilder head = new StringBuilder(String.format("%n%-24s", "us of a core, by threads"));
        ofGroups.keySet().forEach(contender -> head.append(String.format("%16s", contender)));
        out.println(head);
        for (CpuTime.Group group : CpuTime.Group.values()) {
            StringBuilder row = new StringBuilder(String.format("%-24s", group.label()));
            ofGroups.values()
                    .forEach(figures ->
                            row.append(String.format(Locale.ROOT, "%,16.1f", median(counted(figures, group)))));
            out.println(row);
        }
    }

    private static void print(String what, Map<String, List<Double>> figures, String format, PrintStream out) {
        int rounds = figures.values().stream().mapToInt(List::size).max().orElse(0);
        StringBuilder head = new StringBuilder(String.format("%n%-24s", what));
        for (int round = 1; round <= rounds; round++) {
            head.append(String.format("%10s", round == 1 ? "warm-up" : "round " + round));
        }
        out.println(head.append(String.format("%12s%10s", "minimum", "median")));
        figures.forEach((contender, all) -> {
            StringBuilder row = new StringBuilder(String.format("%-24s", contender));
            all.forEach(figure -> row.append(String.format(Locale.ROOT, format, figure)));
            List<Double> counted = counted(figures, contender);
            out.println(row.append("  ")
                    .append(String.format(Locale.ROOT, format, minimum(counted)))
                    .append(String.format(Locale.ROOT, format, median(counted))));
        });
    }

    /** A ratio's line, and its place in the file: the median of the rounds under its name, the least beside it. */
    void report(String name, String contender, String to, ObjectNode json, PrintStream out) {
        List<Double> ratios = ratios(contender, to);
        json.put(name, median(ratios));
        json.put(name + "_minimum", minimum(ratios));
        out.printf(
                Locale.ROOT,
                "%-36s %8.2f median %8.2f minimum   %s : %s%n",
                name,
                median(ratios),
                minimum(ratios),
                contender,
                to);
    }

    /** All figures, by contender. */
    void write(ObjectNode json) {
        perSecond.forEach((contender, figures) -> {
            ArrayNode array = json.putArray(contender.replace(' ', '_').replace('-', '_') + "_per_second");
            figures.forEach(figure -> array.add(Math.round(figure)));
        });
        write(json.putObject("median_core_micros_per_record"), ofProcess);
        write(json.putObject("median_core_micros_of_stream_threads_per_record"), ofStreams);
        write(json.putObject("median_bytes_allocated_by_stream_threads_per_record"), allocated);
        write(json.putObject("median_bytes_per_record_in_journal"), inJournal);
        ObjectNode byThreads = json.putObject("median_core_micros_by_threads_per_record");
        ofGroups.forEach((contender, figures) -> {
            ObjectNode own = byThreads.putObject(contender.replace(' ', '_').replace('-', '_'));
            figures.keySet()
                    .forEach(group -> own.put(
                            group.name().toLowerCase(Locale.ROOT),
                            Math.round(10 * median(counted(figures, group))) / 10.0));
        });
    }

    private static void write(ObjectNode json, Map<String, List<Double>> figures) {
        figures.keySet()
                .forEach(contender -> json.put(
                        contender.replace(' ', '_').replace('-', '_'),
                        Math.round(10 * median(counted(figures, contender))) / 10.0));
    }

    static void save(ObjectNode json, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
