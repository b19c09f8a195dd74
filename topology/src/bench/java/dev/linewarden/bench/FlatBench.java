package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Whether a decision costs the same however much there is: recipients that are known, requests that wait, lines of a pool, partitions
 * of the topics. Time of a core for each decision, and how many times that of the smallest size. The first three are the core over the
 * stores of one task ({@link FlatPool}); the last is the live gate.
 */
public final class FlatBench {

    private static final String PARTS = System.getProperty("bench.flat", "recipients,waiting,lines,partitions");
    private static final int[] RECIPIENTS = sizes("bench.recipients", "10000,1000000,10000000");
    private static final int[] WAITING = sizes("bench.waiting", "10000,1000000");
    private static final int[] LINES = sizes("bench.lines", "10,200,2000,20000");
    private static final int[] PARTITIONS = sizes("bench.partitions", "1,12,48");
    private static final int USUAL_LINES = 200;
    private static final int DECISIONS = Integer.getInteger("bench.decisions", 10_000);
    private static final int BATCHES = 4;
    private static final long A_MEGABYTE = 1_000_000;
    private static final long A_PAGE = 4_096;

    private final List<Figure> figures = new ArrayList<>();

    private FlatBench() {}

    /**
     * What one size costs.
     *
     * @param micros of a core, for each decision: the least of several batches
     * @param residentBytes of the whole process: heap, RocksDB's blocks and write buffers, code
     */
    record Figure(String what, int size, double micros, long heapBytes, long residentBytes, long diskBytes) {

        Figure(String what, int size, double micros, long diskBytes) throws IOException {
            this(what, size, micros, usedMemory(), residentMemory(), diskBytes);
        }
    }

    private static int[] sizes(String property, String usual) {
        return Arrays.stream(System.getProperty(property, usual).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        FlatBench bench = new FlatBench();
        List<String> parts = List.of(PARTS.split(",", -1));
        if (parts.contains("recipients")) {
            bench.recipients();
        }
        if (parts.contains("waiting")) {
            bench.waiting();
        }
        if (parts.contains("lines")) {
            bench.lines();
        }
        if (parts.contains("partitions")) {
            // The first would pay for a cold JVM.
            FlatPartitions.measure(PARTITIONS[0], "", Map.of());
            for (int partitions : PARTITIONS) {
                bench.add(FlatPartitions.measure(partitions, "", Map.of()));
                for (var variant : Variants.asked().entrySet()) {
                    bench.add(FlatPartitions.measure(partitions, ", " + variant.getKey(), variant.getValue()));
                }
            }
        }
        bench.report(Path.of(args[0]));
    }

    /** Replies to people all over those that are known: nearly none of them is in a cache. */
    private void recipients() throws IOException {
        replies("warm-up", RECIPIENTS[0], USUAL_LINES);
        for (int size : RECIPIENTS) {
            add(replies("a reply, by recipients known", size, USUAL_LINES));
        }
    }

    private static Figure replies(String what, int people, int lines) throws IOException {
        return replies(what, people, people, lines);
    }

    private static Figure replies(String what, int size, int people, int lines) throws IOException {
        Random random = new Random(1);
        try (FlatPool pool = new FlatPool(FlatPool.POLICY, lines)) {
            pool.know(people);
            double micros = least(number -> pool.reply(number, random.nextInt(people)));
            require(pool.approved() == (BATCHES + 1) * DECISIONS, "a reply was not approved");
            return new Figure(what, size, micros, pool.diskBytes());
        }
    }

    /** Bookings and releases while as many others wait. */
    private void waiting() throws IOException {
        waiting(WAITING[0], new FlatBench());
        for (int size : WAITING) {
            waiting(size, this);
        }
    }

    private static void waiting(int size, FlatBench to) throws IOException {
        try (FlatPool pool = new FlatPool(FlatPool.WAITING_POLICY, USUAL_LINES)) {
            for (int i = 0; i < size; i++) {
                pool.book(i);
            }
            double booking = least(number -> pool.book(size + number));
            require(pool.deferred() >= size + (BATCHES + 1) * DECISIONS, "a request does not wait");
            long heap = usedMemory();
            long resident = residentMemory();
            long disk = pool.diskBytes();
            double releasing = Double.MAX_VALUE;
            for (int batch = 0; batch < BATCHES; batch++) {
                long before = FlatPool.busy();
                int count = Math.min(DECISIONS, size) / BATCHES;
                pool.release(count);
                releasing = Math.min(releasing, (FlatPool.busy() - before) / 1e3 / count);
            }
            to.add(new Figure("admission, by requests waiting", size, booking, heap, resident, disk));
            to.add(new Figure("release, by requests waiting", size, releasing, heap, resident, disk));
            long before = FlatPool.busy();
            pool.flagLate();
            double looking = (FlatPool.busy() - before) / 1e3 / (size + (BATCHES + 1) * DECISIONS);
            to.add(new Figure("a late flag, for each request known", size, looking, heap, resident, disk));
        }
    }

    private void lines() throws IOException {
        for (int size : LINES) {
            add(replies("a reply, by lines of the pool", size, RECIPIENTS[0], size));
        }
        for (int size : LINES) {
            try (FlatPool pool = new FlatPool(FlatPool.WAITING_POLICY, size)) {
                double micros = least(pool::book);
                add(new Figure("admission, by lines of the pool", size, micros, pool.diskBytes()));
            }
        }
    }

    private interface Decide {
        void one(int number);
    }

    /** Of several batches behind one that is not counted. */
    private static double least(Decide decide) {
        double least = Double.MAX_VALUE;
        for (int batch = 0; batch <= BATCHES; batch++) {
            long before = FlatPool.busy();
            for (int i = 0; i < DECISIONS; i++) {
                decide.one(batch * DECISIONS + i);
            }
            double micros = (FlatPool.busy() - before) / 1e3 / DECISIONS;
            least = batch == 0 ? least : Math.min(least, micros);
        }
        return least;
    }

    static void require(boolean is, String otherwise) {
        if (!is) {
            throw new IllegalStateException(otherwise);
        }
    }

    static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What the system has given the process, as Linux tells; 0 elsewhere. */
    private static long residentMemory() throws IOException {
        Path statistics = Path.of("/proc/self/statm");
        if (!Files.isReadable(statistics)) {
            return 0;
        }
        return A_PAGE * Long.parseLong(Files.readString(statistics).split(" ", -1)[1]);
    }

    private void add(Figure figure) {
        figures.add(figure);
        System.out.printf(
                Locale.ROOT,
                "%-36s %,12d %8.1f us of a core %8.2f times%n",
                figure.what(),
                figure.size(),
                figure.micros(),
                timesSmallest(figure));
    }

    private double timesSmallest(Figure figure) {
        return figure.micros()
                / figures.stream()
                        .filter(other -> other.what().equals(figure.what()))
                        .findFirst()
                        .orElseThrow()
                        .micros();
    }

    private void report(Path file) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        System.out.printf(
                "%n%-36s%14s%12s%10s%12s%12s%12s%n", "", "size", "core us", "times", "heap MB", "rss MB", "disk MB");
        for (Figure figure : figures) {
            System.out.printf(
                    Locale.ROOT,
                    "%-36s%,14d%12.1f%10.2f%,12d%,12d%,12d%n",
                    figure.what(),
                    figure.size(),
                    figure.micros(),
                    timesSmallest(figure),
                    figure.heapBytes() / A_MEGABYTE,
                    figure.residentBytes() / A_MEGABYTE,
                    figure.diskBytes() / A_MEGABYTE);
            json.withArray(figure.what().replaceAll("[^a-z]+", "_"))
                    .addObject()
                    .put("size", figure.size())
                    .put("core_micros", figure.micros())
                    .put("ratio_to_smallest", timesSmallest(figure))
                    .put("heap_megabytes", figure.heapBytes() / A_MEGABYTE)
                    .put("resident_megabytes", figure.residentBytes() / A_MEGABYTE)
                    .put("disk_megabytes", figure.diskBytes() / A_MEGABYTE);
        }
        Rounds.save(json, file);
        System.out.println("written to " + file);
    }
}
