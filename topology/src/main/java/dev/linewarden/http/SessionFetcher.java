package dev.linewarden.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.reactivestreams.Publisher;

/** Knows again who has logged in at the identity provider. */
@Singleton
@Requires(property = OidcFactory.ON, value = "true")
final class SessionFetcher implements AuthenticationFetcher<HttpRequest<?>> {

    private final Sessions sessions;

    SessionFetcher(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Authentication caller = sessions.callerOf(request, Instant.now());
        return caller == null ? Publishers.empty() : Publishers.just(caller);
    }

    @Override
    public int getOrder() {
        // Before passwords are looked at.
        return -1;
    }
}
