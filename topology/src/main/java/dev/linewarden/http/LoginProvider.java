package dev.linewarden.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.AuthenticationRequest;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.authentication.provider.HttpRequestExecutorAuthenticationProvider;
import jakarta.inject.Singleton;

/** Asks the logins who somebody is. */
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class LoginProvider<B> implements HttpRequestExecutorAuthenticationProvider<B> {

    private final Logins logins;

    LoginProvider(Logins logins) {
        this.logins = logins;
    }

    @Override
    public String getExecutorName() {
        // Telling a password takes a tenth of a second.
        return TaskExecutors.BLOCKING;
    }

    @Override
    public AuthenticationResponse authenticate(
            @Nullable HttpRequest<B> request, AuthenticationRequest<String, String> asked) {
        Logins.Role role = logins.check(asked.getIdentity(), asked.getSecret());
        return role == null
                ? AuthenticationResponse.failure()
                : AuthenticationResponse.success(asked.getIdentity(), role.included());
    }
}
