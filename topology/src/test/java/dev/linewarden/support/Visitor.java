package dev.linewarden.support;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser that keeps cookies, is led from page to page and fills in forms, but runs no scripts. */
public final class Visitor {

    private static final int MOST_STEPS = 12;
    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Where somebody ended up: the last page, and the addresses on the way to it. */
    public record Page(int status, String text, List<URI> way) {

        public URI address() {
            return way.get(way.size() - 1);
        }
    }

    /** Opens an address, and goes wherever it leads. */
    public Page opens(String address) {
        return follow(HttpRequest.newBuilder(URI.create(address)), URI.create(address));
    }

    /** Sends the form of a page, with these fields beside the hidden ones. */
    public Page sends(Page page, Map<String, String> fields) {
        Matcher action = ACTION.matcher(page.text());
        if (!action.find()) {
            throw new AssertionError("no form at " + page.address() + ": " + page.text());
        }
        Map<String, String> all = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.text());
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(new HashMap<>(fields));
        StringBuilder body = new StringBuilder();
        all.forEach((name, value) -> body.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        URI to = page.address().resolve(action.group(1));
        return follow(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body.toString())),
                to);
    }

    /** The value of a cookie; null without it. */
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private Page follow(HttpRequest.Builder request, URI first) {
        List<URI> way = new ArrayList<>(List.of(first));
        HttpRequest.Builder next = request;
        for (int step = 0; step < MOST_STEPS; step++) {
            HttpResponse<String> answer =
                    send(next.header("Accept", "text/html,*/*;q=0.8").build());
            String to = answer.statusCode() / 100 == 3
                    ? answer.headers().firstValue("Location").orElse(null)
                    : null;
            if (to == null) {
                return new Page(answer.statusCode(), answer.body(), way);
            }
            way.add(answer.uri().resolve(to));
            next = HttpRequest.newBuilder(way.get(way.size() - 1));
        }
        throw new AssertionError("led in circles: " + way);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(request.uri().toString(), failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
