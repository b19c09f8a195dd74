package dev.linewarden.core.model;

import java.time.Instant;
import java.util.List;

/**
 * What a line did in one hour, and how much of it looks like the guide's five patterns.
 *
 * @param from the hour's beginning, excluded
 * @param to its end, included
 * @param outreach sends outside active conversations
 * @param newConversations first messages to people who never wrote to the line
 * @param followUps sends after at least one unanswered turn
 * @param replies messages that came in on the line
 * @param replyRate replies for each send; 0 without sends
 * @param mostInAMinute the most sends in any 60 seconds
 * @param offHours sends in the recipient's quiet hours, replies to recent messages apart
 * @param patterns all five, the strongest evidence first
 */
public record Review(
        Instant from,
        Instant to,
        int sends,
        int outreach,
        int newConversations,
        int followUps,
        int replies,
        double replyRate,
        int mostInAMinute,
        int offHours,
        List<Pattern> patterns) {

    /**
     * One way of getting flagged.
     *
     * @param name {@code burst}, {@code no-conversation}, {@code hammering}, {@code cold-outreach} or {@code off-hours}
     * @param score 0 for no sign of it; 1 at the published limit; where none is published because none is allowed, 1 and
     *     the share of sends that it concerns
     * @param evidence what was counted, in words
     */
    public record Pattern(String name, double score, String evidence) {}
}
