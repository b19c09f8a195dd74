package dev.linewarden.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.OutboundRequest.Attachment;
import dev.linewarden.core.model.OutboundRequest.Consent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestBuilderTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void what_is_said_of_each_field_is_in_the_request_and_in_one_that_is_made_of_it() {
        OutboundRequest request = new RequestBuilder("r", "pool", "a@example.com", "text", NOON)
                .requestId("r1")
                .pool("other")
                .recipient("b@example.com")
                .line("line-1")
                .text("Ready?")
                .attachments(List.of(new Attachment("https://files/1", "image/png")))
                .priority(Priority.HIGH)
                .notBefore(NOON.plusSeconds(1))
                .expiresAt(NOON.plusSeconds(2))
                .timeZone("Europe/Paris")
                .consent(new Consent("form", NOON))
                .purpose(Purpose.MARKETING)
                .holdForReply(true)
                .cancelOnReply(true)
                .labels(Map.of("campaign", "spring"))
                .build();

        assertThat(request.requestId()).isEqualTo("r1");
        assertThat(request.pool()).isEqualTo("other");
        assertThat(request.recipient()).isEqualTo("b@example.com");
        assertThat(request.timeZone()).isEqualTo("Europe/Paris");
        assertThat(request.consent()).isEqualTo(new Consent("form", NOON));
        assertThat(request.holdForReply()).isTrue();
        assertThat(request.cancelOnReply()).isTrue();
        assertThat(new RequestBuilder(request).build()).isEqualTo(request);
    }
}
