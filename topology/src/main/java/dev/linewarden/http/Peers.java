package dev.linewarden.http;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** How the gate's instances know each other. */
@Singleton
final class Peers {

    /** In an answer: the instance that gave it, where that is not the one that was asked. */
    static final String OWNER = "Linewarden-Owner";

    private static final String PASSED_ON = "Linewarden-Passed-On";

    static boolean isPassedOn(HttpRequest<?> request) {
        return request.getHeaders().contains(PASSED_ON);
    }

    void sign(HttpRequest<?> request, String path, java.net.http.HttpRequest.Builder call) {
        call.header(PASSED_ON, "1");
    }
}
