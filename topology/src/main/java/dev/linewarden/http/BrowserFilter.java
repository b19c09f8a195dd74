package dev.linewarden.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other people's pages from using somebody's browser against the gate: what changes something must come from a page of
 * ours (or from no page), and without a login a call must name this machine, or a name that was made to point at it could.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BrowserFilter implements Ordered {

    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final boolean isOpen;

    BrowserFilter(Logins logins) {
        this.isOpen = logins.isEmpty();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        String host = request.getHeaders().get("Host");
        if (isOpen && host != null && !isThisMachine(host)) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN,
                    "without a login the gate answers at localhost alone: ask there, or start it with --http-users");
        }
        if (!HARMLESS.contains(request.getMethod()) && isOfAnotherSite(request, host)) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN, "a page of another site sent this: use a page of the gate, or no browser");
        }
    }

    static boolean isOfAnotherSite(HttpRequest<?> request, @Nullable String host) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            return true;
        }
        String origin = request.getHeaders().get("Origin");
        return origin != null && !isAt(origin, host);
    }

    private static boolean isAt(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException opaque) {
            return false;
        }
    }

    static boolean isThisMachine(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        return name.equalsIgnoreCase("localhost") || name.equals("[::1]") || name.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }
}
