package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.contract.Topics;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** What is decided, alerted and done, live. */
@Secured(Roles.VIEWER)
@Controller("/events")
@Tag(name = "live")
final class EventsController {

    private final Cluster cluster;
    // Each is a consumer and a thread.
    private final Semaphore readers = new Semaphore(Limits.MAX_LIVE_READERS);

    EventsController(Cluster cluster) {
        this.cluster = cluster;
    }

    @Get(headRoute = false)
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @Operation(
            summary = "Decisions, alerts and operations as they are committed, as server-sent events",
            description =
                    "Events decision, alert, operation and heartbeat (every ten seconds). An id is the next offset of each"
                            + " topic's partition; with Last-Event-ID, which browsers send by themselves, nothing is missed and"
                            + " nothing told twice. Handles are masked and texts left out. Any instance tells of all pools.")
    @ApiResponse(
            responseCode = "200",
            description = "Events, until the connection ends",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM, schema = @Schema(type = "string")))
    Publisher<Event<byte[]>> events(
            @Parameter(description = "Only this pool; all when it is left out") @Nullable @QueryValue String pool,
            @Nullable @Header("Last-Event-ID") String lastEventId) {
        if (!readers.tryAcquire()) {
            throw Refusal.later("all " + Limits.MAX_LIVE_READERS
                    + " live readers of this instance are taken: close a page," + " or ask another instance");
        }
        Topics topics = cluster.topics();
        List<String> read = new ArrayList<>(topics.decisions());
        read.add(topics.alerts());
        read.add(topics.operations());
        LiveReader reader = new LiveReader(cluster, read, pool, Position.of(lastEventId == null ? "" : lastEventId));
        return Flux.create(sink -> start(reader, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    private void start(LiveReader reader, FluxSink<Event<byte[]>> sink) {
        Thread thread = new Thread(
                () -> {
                    try {
                        reader.readInto(sink);
                    } finally {
                        readers.release();
                    }
                },
                "live-reader");
        thread.setDaemon(true);
        thread.start();
    }
}
