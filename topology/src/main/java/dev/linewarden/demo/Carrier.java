package dev.linewarden.demo;

import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.core.model.Review;
import dev.linewarden.core.model.Review.Pattern;
import dev.linewarden.core.state.Sent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A world of messages as a filter sees it: behaviour alone. It flags a line that shows one of the guide's five patterns.
 * How filters really decide is not published; the thresholds are the guide's numbers, and small counts where it gives none.
 * Not thread-safe.
 */
final class Carrier {

    // The guide: quiet from 21 to 8; a reply to somebody who just wrote is a conversation.
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(21, 0);
    private static final Duration JUST_WROTE = Duration.ofHours(1);
    private static final Duration CONVERSATION = Duration.ofHours(24);

    // Below these counts in an hour a pattern is chance.
    private static final int BROADCAST = 40;
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(30);
    private static final int HAMMERED = 4;
    private static final int COLD = 15;
    private static final int AT_NIGHT = 10;

    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();

    /** A line that was flagged, and for what. */
    record Flag(Instant at, String line, Pattern pattern) {}

    private static final class Person {
        @Nullable
        Instant wrote;

        int unanswered;
    }

    private static final class Line {
        final Deque<Sent> sends = new ArrayDeque<>();
        final Deque<Instant> replies = new ArrayDeque<>();
    }

    /** @return why the line is flagged now; null when it is not */
    @Nullable
    Flag sent(Persona persona, String lineName, Instant at) {
        Person person = people.computeIfAbsent(persona.handle(), absent -> new Person());
        Line line = lines.computeIfAbsent(lineName, absent -> new Line());
        boolean active = person.wrote != null && at.isBefore(person.wrote.plus(CONVERSATION));
        int followUp = active ? 0 : person.unanswered;
        line.sends.add(new Sent(
                at,
                !active,
                person.wrote == null && person.unanswered == 0,
                followUp,
                !persona.agreed() && person.wrote == null,
                isNight(persona, at) && (person.wrote == null || at.isAfter(person.wrote.plus(JUST_WROTE)))));
        person.unanswered++;
        return judge(lineName, line, at);
    }

    void replied(Persona persona, String lineName, Instant at) {
        Person person = people.computeIfAbsent(persona.handle(), absent -> new Person());
        person.wrote = at;
        person.unanswered = 0;
        lines.computeIfAbsent(lineName, absent -> new Line()).replies.add(at);
    }

    static boolean isNight(Persona persona, Instant at) {
        LocalTime local = at.atZone(persona.zone()).toLocalTime();
        return local.isBefore(MORNING) || !local.isBefore(EVENING);
    }

    private static @Nullable Flag judge(String name, Line line, Instant at) {
        Instant from = at.minus(Reviewer.HOUR);
        while (!line.sends.isEmpty() && !line.sends.getFirst().at().isAfter(from)) {
            line.sends.removeFirst();
        }
        while (!line.replies.isEmpty() && !line.replies.getFirst().isAfter(from)) {
            line.replies.removeFirst();
        }
        List<Sent> sends = new ArrayList<>(line.sends);
        Review review = Reviewer.of(from, at, sends, line.replies.size());
        for (Pattern pattern : review.patterns()) {
            if (pattern.score() >= 1 && isSeen(pattern.name(), sends, at)) {
                line.sends.clear();
                return new Flag(at, name, pattern);
            }
        }
        return null;
    }

    private static boolean isSeen(String pattern, List<Sent> sends, Instant at) {
        return switch (pattern) {
            case "no-conversation" ->
                sends.stream()
                                .filter(sent -> sent.at().isBefore(at.minus(TIME_TO_ANSWER)))
                                .count()
                        >= BROADCAST;
            case "hammering" ->
                sends.stream().filter(sent -> sent.followUp() > 3).count() >= HAMMERED;
            case "cold-outreach" -> sends.stream().filter(Sent::cold).count() >= COLD;
            case "off-hours" -> sends.stream().filter(Sent::offHours).count() >= AT_NIGHT;
            default -> true;
        };
    }
}
