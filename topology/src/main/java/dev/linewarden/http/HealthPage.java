package dev.linewarden.http;

import dev.linewarden.contract.Build;
import dev.linewarden.query.PoolOwner;
import dev.linewarden.query.PoolOwners;
import dev.linewarden.query.PoolView;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** How this instance of the gate does, and what it is behind with. */
@Controller(value = "/gate", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class HealthPage {

    private static final int BYTES_PER_MB = 1024 * 1024;

    private final GateRunner gate;
    private final PoolOwners owners;
    private final Backlog backlog;
    private final Pages pages;

    HealthPage(GateRunner gate, PoolOwners owners, Backlog backlog, Pages pages) {
        this.gate = gate;
        this.owners = owners;
        this.backlog = backlog;
        this.pages = pages;
    }

    @Get
    @View("gate")
    HttpResponse<Map<String, Object>> health(@Nullable @QueryValue String pool, HttpRequest<?> asked) {
        String name = PoolDesk.named(pool);
        Map<String, Object> model = pages.model("gate", name, gate.now(), asked);
        List<Rebuilding> rebuilding = rebuilding();
        List<Backlog.Topic> topics = backlog.read();
        model.put("sign", sign(rebuilding, topics).name());
        model.put("state", gate.streams().state().name());
        model.put("waitsFor", gate.waitsFor().orElse(null));
        model.put("topics", topics == null ? null : Json.plain(topics));
        model.put("rebuilding", Json.plain(rebuilding));
        model.put("threads", Json.plain(threads()));
        model.put("instances", Json.plain(instances(name)));
        model.put("suspensions", suspensions(name));
        model.put("build", Build.name());
        model.put(
                "started",
                gate.now().minusMillis(ManagementFactory.getRuntimeMXBean().getUptime()));
        Runtime java = Runtime.getRuntime();
        model.put("heap", (java.totalMemory() - java.freeMemory()) / BYTES_PER_MB);
        model.put("heapMost", java.maxMemory() / BYTES_PER_MB);
        return HttpResponse.ok(model);
    }

    /** What of the pool is suspended; null where another instance knows, or nobody does just now. */
    private @Nullable Object suspensions(String pool) {
        PoolOwner owner = gate.streams().state().isRunningOrRebalancing() ? owners.ownerOf(pool) : null;
        if (owner == null || !owner.isHere()) {
            return null;
        }
        try {
            return Json.plain(
                    SuspensionView.of(PoolView.open(gate.streams(), owner).state(), pool, gate.now()));
        } catch (InvalidStateStoreException restoring) {
            return null;
        }
    }

    /** How it does, in a word. */
    private enum Sign {
        JUDGING,
        WAITING,
        REBUILDING,
        MOVING,
        DEGRADED,
        STOPPED
    }

    private Sign sign(List<Rebuilding> rebuilding, @Nullable List<Backlog.Topic> topics) {
        if (gate.hasFailed()) {
            return Sign.STOPPED;
        }
        if (gate.waitsFor().isPresent()) {
            return Sign.WAITING;
        }
        if (!rebuilding.isEmpty()) {
            return Sign.REBUILDING;
        }
        if (gate.streams().state() != KafkaStreams.State.RUNNING) {
            return gate.streams().state().isRunningOrRebalancing() ? Sign.MOVING : Sign.STOPPED;
        }
        boolean areAllRunning = gate.streams().metadataForLocalThreads().stream()
                .allMatch(thread -> thread.threadState().equals("RUNNING"));
        return areAllRunning && topics != null ? Sign.JUDGING : Sign.DEGRADED;
    }

    /**
     * A store of which rows are missing.
     *
     * @param done rows that are there, counted by their changelog
     */
    record Rebuilding(String store, int partition, long done, long all) {}

    private List<Rebuilding> rebuilding() {
        List<Rebuilding> found = new ArrayList<>();
        if (!gate.streams().state().isRunningOrRebalancing()) {
            return found;
        }
        try {
            new TreeMap<>(gate.streams().allLocalStorePartitionLags())
                    .forEach((store, partitions) -> partitions.forEach((partition, lag) -> {
                        if (lag.offsetLag() > 0) {
                            found.add(of(store, partition, lag));
                        }
                    }));
        } catch (RuntimeException unanswered) {
            // Brokers that do not answer are said elsewhere on the page.
            return found;
        }
        return found;
    }

    private static Rebuilding of(String store, int partition, LagInfo lag) {
        return new Rebuilding(store, partition, lag.currentOffsetPosition(), lag.endOffsetPosition());
    }

    /** A stream thread. */
    record Working(String name, String state, int active, int standby) {}

    private List<Working> threads() {
        return gate.streams().metadataForLocalThreads().stream()
                .map(thread -> new Working(
                        shortName(thread),
                        thread.threadState(),
                        thread.activeTasks().size(),
                        thread.standbyTasks().size()))
                .sorted(Comparator.comparing(Working::name))
                .toList();
    }

    private static String shortName(ThreadMetadata thread) {
        String name = thread.threadName();
        int at = name.lastIndexOf("StreamThread-");
        return at < 0 ? name : name.substring(at);
    }

    /**
     * An instance of the gate.
     *
     * @param owner whether it judges the pool that is looked at
     */
    record Instance(String address, boolean owner) {}

    private List<Instance> instances(String pool) {
        if (!gate.streams().state().isRunningOrRebalancing()) {
            return List.of();
        }
        PoolOwner owner = owners.ownerOf(pool);
        return owners.instances().stream()
                .map(one -> new Instance(one.host() + ":" + one.port(), owner != null && one.equals(owner.address())))
                .toList();
    }
}
