package dev.linewarden.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was spent, as against how long it took: on a machine that does other things too, the time of cores says more about a change
 * than records a second.
 *
 * @param process nanoseconds of all threads of this process: clients, broker, compilers and collectors too
 * @param groups nanoseconds of the threads that live, by what they do
 * @param allocated bytes that the stream threads which live have allocated: no other work touches that figure
 */
record CpuTime(long process, Map<Group, Long> groups, long allocated) {

    private static final double NANOS_PER_MICRO = 1_000;
    // The kernel counts in ticks of a hundredth of a second, on every Linux.
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** What a thread does. */
    enum Group {
        STREAM_THREADS("stream threads"),
        PRODUCERS("producers' network"),
        BROKER_HANDLERS("broker: handlers"),
        BROKER_NETWORK("broker: network"),
        BROKER_REST("broker: the rest"),
        ROCKSDB("RocksDB"),
        COLLECTOR("collector"),
        COMPILERS("compilers"),
        /** Who counts what comes out, heartbeats, metrics, and what has ended since. */
        REST("the rest");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        private static Group ofJava(String name) {
            if (name.startsWith("kafka-producer-network-thread")) {
                return PRODUCERS;
            }
            if (name.startsWith("data-plane-kafka-request-handler")) {
                return BROKER_HANDLERS;
            }
            if (name.startsWith("data-plane-kafka-network-thread")) {
                return BROKER_NETWORK;
            }
            if (name.matches(".*-StreamThread-\\d+")) {
                return STREAM_THREADS;
            }
            return isOfBroker(name) ? BROKER_REST : REST;
        }

        private static boolean isOfBroker(String name) {
            boolean isOfClient = name.startsWith("kafka-coordinator-") || name.startsWith("kafka-admin-");
            return (name.startsWith("kafka-") && !isOfClient)
                    || name.startsWith("raft-")
                    || name.startsWith("quorum-")
                    || name.startsWith("group-coordinator")
                    || name.startsWith("transaction-")
                    || name.contains("Txn")
                    || name.startsWith("ExpirationReaper");
        }

        private static Group ofNative(String name) {
            if (name.startsWith("rocksdb")) {
                return ROCKSDB;
            }
            if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler") || name.startsWith("Sweeper")) {
                return COMPILERS;
            }
            // The serial collector has no thread of its own.
            return name.startsWith("G1 ") || name.startsWith("GC ") || name.equals("VM Thread") ? COLLECTOR : REST;
        }
    }

    static CpuTime now() {
        Map<Group, Long> groups = new EnumMap<>(Group.class);
        long allocated = 0;
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                Group group = Group.ofJava(thread.getThreadName());
                groups.merge(group, Math.max(0, threads.getThreadCpuTime(thread.getThreadId())), Long::sum);
                if (group == Group.STREAM_THREADS) {
                    allocated += Math.max(0, threads.getThreadAllocatedBytes(thread.getThreadId()));
                }
            }
        }
        addNative(groups);
        long process =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        long known = groups.entrySet().stream()
                .filter(entry -> entry.getKey() != Group.REST)
                .mapToLong(Map.Entry::getValue)
                .sum();
        groups.put(Group.REST, process - known);
        return new CpuTime(process, groups, allocated);
    }

    /** Threads that Java knows nothing of, where the system lists them. */
    private static void addNative(Map<Group, Long> groups) {
        Path tasks = Path.of("/proc/self/task");
        if (!Files.isDirectory(tasks)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                addNative(task, groups);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void addNative(Path task, Map<Group, Long> groups) throws IOException {
        try {
            String line = Files.readString(task.resolve("stat"));
            int end = line.lastIndexOf(')');
            Group group = Group.ofNative(line.substring(line.indexOf('(') + 1, end));
            if (group != Group.REST) {
                String[] fields = line.substring(end + 2).split(" ", -1);
                long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
                groups.merge(group, ticks * NANOS_PER_TICK, Long::sum);
            }
        } catch (NoSuchFileException ended) {
            // It counts among the rest.
        }
    }

    /** Microseconds for each record since then, of the whole process. */
    double processMicrosSince(CpuTime then, int records) {
        return (process - then.process) / NANOS_PER_MICRO / records;
    }

    /** Microseconds for each record since then, of the stream threads, which began since then. */
    double streamMicrosSince(CpuTime then, int records) {
        return microsSince(then, Group.STREAM_THREADS, records);
    }

    /** Bytes that the stream threads have allocated for each record since then. */
    double bytesSince(CpuTime then, int records) {
        return (double) (allocated - then.allocated) / records;
    }

    /** Microseconds for each record since then, of the threads of one kind. */
    double microsSince(CpuTime then, Group group, int records) {
        long spent = groups.getOrDefault(group, 0L) - then.groups.getOrDefault(group, 0L);
        return spent / NANOS_PER_MICRO / records;
    }
}
