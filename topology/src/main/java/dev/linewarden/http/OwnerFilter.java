package dev.linewarden.http;

import dev.linewarden.query.PoolOwner;
import dev.linewarden.query.PoolOwners;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a pool's owner when it is another instance, so that any instance answers for any pool. A call is passed on once: an
 * instance that is asked by another and does not own the pool either says 503, for the pool is on its way.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class OwnerFilter implements Ordered {

    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final List<String> ASKED_WITH =
            List.of("Accept", "If-None-Match", "Authorization", "HX-Prompt", "HX-Prompt-URI-AutoEncoded");
    private static final List<String> ANSWERED_WITH =
            List.of("ETag", "Retry-After", "Cache-Control", "WWW-Authenticate");

    private final PoolOwners owners;
    private final Peers peers;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).build();

    OwnerFilter(PoolOwners owners, Peers peers) {
        this.owners = owners;
        this.peers = peers;
    }

    @Override
    public int getOrder() {
        // Behind whatever asks who is there.
        return Ordered.LOWEST_PRECEDENCE;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Nullable
    HttpResponse<?> ask(HttpRequest<?> request) {
        Optional<RouteMatch<?>> route = RouteAttributes.getRouteMatch(request);
        if (route.isEmpty()
                || !route.get().getRouteInfo().getAnnotationMetadata().hasAnnotation(AtOwner.class)) {
            return null;
        }
        boolean isOrHere = route.get()
                .getRouteInfo()
                .getAnnotationMetadata()
                .booleanValue(AtOwner.class, "orHere")
                .orElse(false);
        try {
            return ask(request, owners.ownerOf(pool(request, route.get())));
        } catch (Refusal notNow) {
            if (isOrHere) {
                return null;
            }
            throw notNow;
        }
    }

    private @Nullable HttpResponse<?> ask(HttpRequest<?> request, @Nullable PoolOwner owner) {
        if (owner == null) {
            throw PoolDesk.moving();
        }
        if (owner.isHere()) {
            return null;
        }
        if (Peers.isPassedOn(request)) {
            throw PoolDesk.moving();
        }
        return passOn(request, owner);
    }

    private static String pool(HttpRequest<?> request, RouteMatch<?> route) {
        Object inPath = route.getVariableValues().get("pool");
        return PoolDesk.named(inPath == null ? request.getParameters().get("pool") : inPath.toString());
    }

    private HttpResponse<?> passOn(HttpRequest<?> request, PoolOwner owner) {
        String host = owner.address().host();
        URI at = URI.create("http://" + host + ":" + owner.address().port() + Peers.pathOf(request));
        var call = java.net.http.HttpRequest.newBuilder(at)
                .method(request.getMethodName(), BodyPublishers.noBody())
                .timeout(ANSWERS_WITHIN);
        ASKED_WITH.forEach(name -> request.getHeaders().findFirst(name).ifPresent(value -> call.header(name, value)));
        call.header(Peers.PASSED_ON, peers.sign(request));
        try {
            return answer(client.send(call.build(), BodyHandlers.ofByteArray()), owner);
        } catch (IOException unreachable) {
            throw Refusal.later("the instance that owns the pool (" + owner.address()
                    + ") does not answer: ask again; another takes over if it is gone");
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw PoolDesk.moving();
        }
    }

    private static HttpResponse<?> answer(java.net.http.HttpResponse<byte[]> theirs, PoolOwner owner) {
        MutableHttpResponse<byte[]> ours = HttpResponse.status(HttpStatus.valueOf(theirs.statusCode()));
        if (theirs.body().length > 0) {
            ours.body(theirs.body());
        }
        theirs.headers().firstValue("Content-Type").ifPresent(ours::contentType);
        ANSWERED_WITH.forEach(name -> theirs.headers().firstValue(name).ifPresent(value -> ours.header(name, value)));
        return ours.header(
                Peers.OWNER, owner.address().host() + ":" + owner.address().port());
    }
}
