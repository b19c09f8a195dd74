package dev.linewarden.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.Attachment;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.simulate.CoreStage;
import dev.linewarden.support.Cluster;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLimitsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");

    @ParameterizedTest
    @CsvSource({"127, false", "128, false", "129, true"})
    void an_id_has_at_most_128_characters(int length, boolean invalid) {
        assertThat(isInvalid(request("x".repeat(length), "a@example.com", "Hi?")))
                .isEqualTo(invalid);
    }

    @ParameterizedTest
    @CsvSource({"19999, false", "20000, false", "20001, true"})
    void a_text_has_at_most_20000_characters(int length, boolean invalid) {
        assertThat(isInvalid(request("r", "a@example.com", "x".repeat(length)))).isEqualTo(invalid);
    }

    @ParameterizedTest
    @CsvSource({"31, false", "32, false", "33, true"})
    void a_request_has_at_most_32_attachments(int count, boolean invalid) {
        OutboundRequest request = request("r", "a@example.com", "");
        request.setAttachments(Collections.nCopies(count, new Attachment("https://example.com/a.png", "image/png")));
        assertThat(isInvalid(request)).isEqualTo(invalid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+19495550100", "+4915123456789", "A.B@Example.com", " +19495550100 ", "x@y.zz"})
    void a_number_or_an_address_is_a_recipient(String recipient) {
        assertThat(isInvalid(request("r", recipient, "Hi?"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "19495550100",
                "+1 949 555 0100",
                "+123456",
                "+1234567890123456",
                "a@b",
                "@example.com",
                "a b@example.com"
            })
    void anything_else_is_none(String recipient) {
        assertThat(isInvalid(request("r", recipient, "Hi?"))).isTrue();
    }

    @Test
    void the_detail_names_the_field_and_nothing_else_is_evaluated() {
        Decision decision = decide(request("r", "nobody", "Hi?"));
        assertThat(decision.getFindings()).singleElement().satisfies(finding -> {
            assertThat(finding.getRule()).isEqualTo("request");
            assertThat(finding.getDetail()).startsWith("recipient ");
        });
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("request_id is blank", request -> request.setRequestId(" ")),
                fault("request_id is over 128", request -> request.setRequestId("x".repeat(129))),
                fault("request_id or pool holds a control", request -> request.setRequestId("a\u0000b")),
                fault("request_id or pool holds a control", request -> request.setPool("a\u0001b")),
                fault("line holds a control", request -> request.setLine("a\u0001b")),
                fault("recipient is neither", request -> request.setRecipient("nobody")),
                fault("text is blank", request -> request.setText(" \n")),
                fault("text is over 20,000", request -> request.setText("x".repeat(20_001))),
                fault("time_zone is not", request -> request.setTimeZone("Mars/Olympus")),
                fault(
                        "attachments are more than 32",
                        request -> request.setAttachments(
                                Collections.nCopies(33, new Attachment("https://example.com/a.png", "image/png")))),
                fault("created_at, not_before or", request -> request.setNotBefore(Instant.ofEpochMilli(-1))),
                fault("created_at, not_before or", request -> request.setExpiresAt(Instant.ofEpochMilli(-1))),
                fault("created_at, not_before or", request -> request.setCreatedAt(Instant.ofEpochMilli(-1))),
                fault("expires_at is not after", request -> {
                    request.setNotBefore(NOON);
                    request.setExpiresAt(NOON);
                }));
    }

    private static Arguments fault(String detail, Consumer<OutboundRequest> spoil) {
        return Arguments.of(detail, spoil);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_detail_says_which_field_is_wrong(String detail, Consumer<OutboundRequest> spoil) {
        OutboundRequest request = request("r", "a@example.com", "Hi?");
        spoil.accept(request);

        Decision decision = decide(request);

        assertThat(decision.getBindingCode()).isEqualTo("INVALID_REQUEST");
        assertThat(decision.getFindings()).singleElement().satisfies(finding -> assertThat(finding.getDetail())
                .startsWith(detail));
    }

    @Test
    void the_first_and_the_last_moment_of_the_calendar_are_times() {
        OutboundRequest request = request("r", "a@example.com", "Hi?");
        request.setNotBefore(Instant.EPOCH);
        request.setExpiresAt(Instant.parse("9999-12-31T23:59:59Z"));
        assertThat(isInvalid(request)).isFalse();
        request.setExpiresAt(Instant.parse("9999-12-31T23:59:59.001Z"));
        assertThat(isInvalid(request)).isTrue();
    }

    @Test
    void times_outside_the_calendar_are_invalid_and_break_nothing() {
        OutboundRequest request = request("r", "a@example.com", "Hi?");
        request.setNotBefore(Instant.ofEpochMilli(Long.MAX_VALUE));
        assertThat(isInvalid(request)).isTrue();
        request.setNotBefore(Instant.ofEpochMilli(-1));
        assertThat(isInvalid(request)).isTrue();
    }

    private static OutboundRequest request(String id, String recipient, String text) {
        OutboundRequest request = Cluster.request(id, recipient, text);
        request.setCreatedAt(NOON);
        return request;
    }

    private static boolean isInvalid(OutboundRequest request) {
        return "INVALID_REQUEST".equals(decide(request).getBindingCode());
    }

    private static Decision decide(OutboundRequest request) {
        CoreStage stage = new CoreStage();
        stage.take(NOON, request);
        List<Decision> decisions = stage.decisions();
        assertThat(decisions).hasSize(1);
        return decisions.get(0);
    }
}
