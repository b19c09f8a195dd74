package dev.linewarden.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import java.util.Optional;

/** The roles of {@link Logins.Role} where annotations ask for them; without logins everybody may do everything. */
final class Roles {

    static final String VIEWER = "viewer";
    static final String OPERATOR = "operator";
    static final String ADMIN = "admin";

    private Roles() {}

    /**
     * Whether handles and texts are shown: they were asked for, and may be.
     *
     * @throws Refusal 403 when they may not
     */
    static boolean reveals(boolean isAsked, boolean isOpen, HttpRequest<?> request) {
        if (isAsked && !isOpen && !operates(request)) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN, "this login may not reveal handles: leave reveal out, or ask an operator");
        }
        return isAsked;
    }

    static boolean operates(HttpRequest<?> request) {
        return has(request, OPERATOR);
    }

    static boolean administers(HttpRequest<?> request) {
        return has(request, ADMIN);
    }

    private static boolean has(HttpRequest<?> request, String role) {
        return callerOf(request)
                .filter(caller -> caller.getRoles().contains(role))
                .isPresent();
    }

    /** Who it is, for the log. */
    static String nameOf(HttpRequest<?> request) {
        return callerOf(request).map(Authentication::getName).orElse("somebody on this machine");
    }

    /** Asked of the call: without logins nobody binds an argument of this type. */
    static Optional<Authentication> callerOf(HttpRequest<?> request) {
        return request.getUserPrincipal(Authentication.class);
    }
}
