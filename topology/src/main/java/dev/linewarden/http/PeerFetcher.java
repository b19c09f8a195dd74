package dev.linewarden.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Believes another instance who a call is passed on for. */
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class PeerFetcher implements AuthenticationFetcher<HttpRequest<?>> {

    private final Peers peers;

    PeerFetcher(Peers peers) {
        this.peers = peers;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Authentication caller = peers.callerOf(request);
        return caller == null ? Publishers.empty() : Publishers.just(caller);
    }

    @Override
    public int getOrder() {
        // Before passwords are looked at.
        return -1;
    }
}
