package dev.linewarden.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What was spent, as against how long it took: on a machine that does other things too, the time of cores says more about a change
 * than records a second.
 *
 * @param process nanoseconds of all threads of this process: clients, broker, compilers and collectors too
 * @param streams nanoseconds of the stream threads that live
 */
record CpuTime(long process, long streams) {

    private static final String STREAM_THREAD = "-StreamThread-";
    private static final String PRODUCER = "producer";
    private static final double NANOS_PER_MICRO = 1_000;

    static CpuTime now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long streams = 0;
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            boolean isStreamThread = thread != null
                    && thread.getThreadName().contains(STREAM_THREAD)
                    && !thread.getThreadName().contains(PRODUCER);
            streams += isStreamThread ? Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) : 0;
        }
        return new CpuTime(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(), streams);
    }

    /** Microseconds for each record since then, of the whole process. */
    double processMicrosSince(CpuTime then, int records) {
        return (process - then.process) / NANOS_PER_MICRO / records;
    }

    /** Microseconds for each record since then, of the stream threads, which began since then. */
    double streamMicrosSince(CpuTime then, int records) {
        return (streams - then.streams) / NANOS_PER_MICRO / records;
    }
}
