package dev.linewarden.http;

import dev.linewarden.audit.StoryJson;
import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.OutboundRequest.Attachment;
import dev.linewarden.core.model.OutboundRequest.Consent;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Pseudonyms;
import dev.linewarden.facts.HandleReader;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request now: the gate's own core is asked in the gate's own state, and all that it would change is let
 * go. Nothing is spent, nothing waits, nobody is told. Provisional, as everything that is read of a live state.
 */
@Controller(value = "/playground", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class PlaygroundPage {

    // Jitter hangs on the id: the same question gets the same answer. Nobody else has this id.
    private static final String ID = "playground-4b1f7c52-08c6-4d0e-9d3b-6a5f5f0e2a41";

    private final PoolDesk desk;
    private final Pages pages;
    private final Pseudonyms pseudonyms;

    PlaygroundPage(PoolDesk desk, Pages pages, GateRunner gate) {
        this.desk = desk;
        this.pages = pages;
        this.pseudonyms = new Pseudonyms(gate.config().forgettingKeys());
    }

    @Get
    @AtOwner
    @View("playground")
    HttpResponse<Map<String, Object>> playground(@Nullable @QueryValue String pool, HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("playground", opened.pool(), opened.now(), asked);
        Map<String, String> given = given(asked);
        model.put("given", given);
        model.put("flags", List.of("consent", "media", "hold_for_reply", "cancel_on_reply"));
        model.put("priorities", Arrays.stream(Priority.values()).map(Enum::name).toList());
        model.put("purposes", Arrays.stream(Purpose.values()).map(Enum::name).toList());
        Pages.offer(model, opened.policy());
        if (given.containsKey("recipient")) {
            try {
                Decision decision = judge(opened, request(given, opened));
                model.put("decision", Json.plain(StoryJson.decision(Records.toRecord(decision), false)));
            } catch (Unreadable unreadable) {
                model.put("unreadable", String.valueOf(unreadable.getMessage()));
            }
        }
        return HttpResponse.ok(model);
    }

    /** A field that cannot be read; says which, and how it is written. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private static Map<String, String> given(HttpRequest<?> asked) {
        Map<String, String> given = new TreeMap<>();
        asked.getParameters().forEach((name, values) -> {
            String value = values.isEmpty() ? "" : values.get(0);
            if (!value.isBlank()) {
                given.put(name, value.strip());
            }
        });
        return given;
    }

    private static OutboundRequest request(Map<String, String> given, PoolDesk.Opened opened) throws Unreadable {
        String recipient = HandleReader.read(given.getOrDefault("recipient", ""));
        if (recipient == null) {
            throw new Unreadable("The recipient can be read neither as a phone number with its country"
                    + " (+19495550100) nor as an e-mail address.");
        }
        Instant now = opened.now();
        return new RequestBuilder(ID, opened.pool(), recipient, given.getOrDefault("text", ""), now)
                .line(given.get("line"))
                .priority(one(Priority.values(), given.get("priority"), Priority.NORMAL))
                .purpose(one(Purpose.values(), given.get("purpose"), Purpose.CONVERSATIONAL))
                .notBefore(time(given, "not_before"))
                .expiresAt(time(given, "expires_at"))
                .timeZone(given.get("time_zone"))
                .consent(given.containsKey("consent") ? new Consent("playground", now) : null)
                .attachments(
                        given.containsKey("media")
                                ? List.of(new Attachment("https://example.com/a.jpg", "image/jpeg"))
                                : List.of())
                .holdForReply(given.containsKey("hold_for_reply"))
                .cancelOnReply(given.containsKey("cancel_on_reply"))
                .build();
    }

    private static <E extends Enum<E>> E one(E[] all, @Nullable String name, E usual) {
        return Arrays.stream(all)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(usual);
    }

    private static @Nullable Instant time(Map<String, String> given, String field) throws Unreadable {
        String text = given.get(field);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException noTime) {
            throw new Unreadable(field + " is not a time such as 2026-03-02T18:00:00Z.");
        }
    }

    private Decision judge(PoolDesk.Opened opened, OutboundRequest request) {
        Decision[] made = new Decision[1];
        Gate gate = new Gate(
                opened.view().state(),
                new LibraryFacts(),
                new PolicyYaml(),
                step -> {
                    for (Emission emission : step.emissions()) {
                        if (emission instanceof Decision decision) {
                            made[0] = decision;
                        }
                    }
                },
                opened.owner().partition(),
                Build.name(),
                pseudonyms);
        gate.process(request, opened.view().clock().journalOffset(), opened.now(), opened.now());
        if (made[0] == null) {
            throw new IllegalStateException("the core said nothing of a request");
        }
        return made[0];
    }
}
