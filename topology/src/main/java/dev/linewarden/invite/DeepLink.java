package dev.linewarden.invite;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The {@code sms:} link that opens a phone's messages with the line's number, and a text that waits to be sent. */
public final class DeepLink {

    private DeepLink() {}

    /**
     * The link, in the form that the guide gives: {@code sms:+1...&body=Hey!}.
     *
     * @param address an E.164 number or an e-mail handle
     * @param body null for an empty message
     */
    public static String of(String address, @Nullable String body) {
        String link = "sms:" + address;
        // URLEncoder writes forms, where a blank is a plus; in a link it is %20.
        return body == null || body.isEmpty()
                ? link
                : link + "&body="
                        + URLEncoder.encode(body, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
