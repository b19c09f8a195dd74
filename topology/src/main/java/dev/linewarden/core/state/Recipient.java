package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of one recipient.
 *
 * @param home the line that unpinned requests go to
 * @param consent the last that was heard of the recipient's wish
 * @param optedOutAt when it last opted out, also when it has opted in since; null for never
 * @param helpAskedAt when it last asked for help; null for never
 * @param inbounds messages that the recipient has ever sent to the pool
 * @param lastInbound when the last of them came
 * @param lastOutbound the last send to it, over all lines
 * @param ties the lines that know it
 * @param optOutConfirmed whether it was told that its opt-out was heard, which is allowed once
 * @param exchange the latest messages with it, over all lines
 */
public record Recipient(
        String pool,
        String recipient,
        @Nullable String home,
        Consent consent,
        @Nullable Instant optedOutAt,
        @Nullable Instant helpAskedAt,
        long inbounds,
        @Nullable Instant lastInbound,
        @Nullable Instant lastOutbound,
        boolean cardShared,
        List<Tie> ties,
        boolean optOutConfirmed,
        Exchange exchange)
        implements Row {

    /** What the recipient said about being texted; its order in the journal decides, not its timestamp. */
    public enum Consent {
        UNKNOWN,
        OPTED_IN,
        OPTED_OUT
    }

    /**
     * One line and this recipient.
     *
     * @param firstSend when the line opened the conversation; null when it was known before, for it had written
     * @param firstInbound when the recipient first answered or began it
     */
    public record Tie(
            String line,
            @Nullable Instant firstSend,
            @Nullable Instant firstInbound) {}

    public static Recipient unknown(String pool, String recipient) {
        return new Recipient(
                pool,
                recipient,
                null,
                Consent.UNKNOWN,
                null,
                null,
                0,
                null,
                null,
                false,
                List.of(),
                false,
                Exchange.NONE);
    }

    @Override
    public Table table() {
        return Table.RECIPIENTS;
    }

    @Override
    public String key() {
        return Keys.of(pool, recipient);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return keys.passing(pool, recipient);
    }

    public @Nullable Tie tie(String line) {
        // By index: an iterator for each of the many askings of a decision is what a profile shows.
        for (int i = 0; i < ties.size(); i++) {
            if (ties.get(i).line().equals(line)) {
                return ties.get(i);
            }
        }
        return null;
    }

    /** Whether a message from the line would be its first to somebody who never wrote to it. */
    public boolean isNewTo(String line) {
        return tie(line) == null;
    }

    /** Whether the recipient has ever written to the line. */
    public boolean hasWrittenTo(String line) {
        Tie tie = tie(line);
        return tie != null && tie.firstInbound() != null;
    }

    /** Whether it has written to the pool within the active window, which is half-open. */
    public boolean isActive(Instant at, Policy.FollowUps policy) {
        return lastInbound != null && at.isBefore(lastInbound.plus(policy.activeWindow()));
    }

    /** The place of a request to it among what falls due at {@code due}: in an active conversation it counts as HIGH. */
    public Priority urgencyOf(OutboundRequest request, Instant due, Policy policy) {
        boolean isAwaited = request.purpose() == Purpose.ONE_TIME_CODE;
        return isAwaited || isActive(due, policy.followUps()) ? Priority.HIGH : request.priority();
    }

    public Recipient withHome(@Nullable String line) {
        return new Recipient(
                pool,
                recipient,
                line,
                consent,
                optedOutAt,
                helpAskedAt,
                inbounds,
                lastInbound,
                lastOutbound,
                cardShared,
                ties,
                optOutConfirmed,
                exchange);
    }

    public Recipient optedIn() {
        return with(Consent.OPTED_IN, optedOutAt, helpAskedAt, false);
    }

    /** Who says it again is not told again. */
    public Recipient optedOut(Instant now) {
        return with(Consent.OPTED_OUT, now, helpAskedAt, optOutConfirmed && consent == Consent.OPTED_OUT);
    }

    /** It had opted out and was forgotten: nobody knows when, so nothing is left to confirm. */
    Recipient optedOutOnce() {
        return with(Consent.OPTED_OUT, null, helpAskedAt, true);
    }

    public Recipient askedForHelp(Instant now) {
        return with(consent, optedOutAt, now, optOutConfirmed);
    }

    public Recipient withOptOutConfirmed() {
        return with(consent, optedOutAt, helpAskedAt, true);
    }

    private Recipient with(Consent wish, @Nullable Instant out, @Nullable Instant help, boolean confirmed) {
        return new Recipient(
                pool,
                recipient,
                home,
                wish,
                out,
                help,
                inbounds,
                lastInbound,
                lastOutbound,
                cardShared,
                ties,
                confirmed,
                exchange);
    }

    public Recipient withCardShared() {
        return with(inbounds, lastInbound, lastOutbound, true, ties);
    }

    /** As one whom the line has to do with: its home, if it has no other. */
    public Recipient knownTo(String line) {
        Recipient known = isNewTo(line)
                ? with(inbounds, lastInbound, lastOutbound, cardShared, replacing(new Tie(line, null, null)))
                : this;
        return home == null ? known.withHome(line) : known;
    }

    public Recipient wroteTo(String line, Instant now) {
        Tie known = tie(line);
        Tie next = known == null
                ? new Tie(line, null, now)
                : known.firstInbound() == null ? new Tie(line, known.firstSend(), now) : known;
        return with(inbounds + 1, now, lastOutbound, cardShared, replacing(next));
    }

    /** Sent to by the line, with the message in the exchange. */
    public Recipient sentFrom(String line, Instant now, Policy.Loop policy) {
        List<Tie> next = tie(line) == null ? replacing(new Tie(line, now, null)) : ties;
        return with(inbounds, lastInbound, now, cardShared, next, exchange.with(now, policy));
    }

    /** With one more message in the exchange, from it or to it. */
    public Recipient exchanged(Instant now, Policy.Loop policy) {
        return with(exchange.with(now, policy));
    }

    public Recipient with(Exchange next) {
        return with(inbounds, lastInbound, lastOutbound, cardShared, ties, next);
    }

    private Recipient with(
            long messages, @Nullable Instant inbound, @Nullable Instant outbound, boolean card, List<Tie> lines) {
        return with(messages, inbound, outbound, card, lines, exchange);
    }

    private Recipient with(
            long messages,
            @Nullable Instant inbound,
            @Nullable Instant outbound,
            boolean card,
            List<Tie> lines,
            Exchange exchanged) {
        return new Recipient(
                pool,
                recipient,
                home,
                consent,
                optedOutAt,
                helpAskedAt,
                messages,
                inbound,
                outbound,
                card,
                lines,
                optOutConfirmed,
                exchanged);
    }

    private List<Tie> replacing(Tie next) {
        if (next.equals(tie(next.line()))) {
            return ties;
        }
        List<Tie> all = new ArrayList<>(ties.size() + 1);
        for (Tie tie : ties) {
            if (!tie.line().equals(next.line())) {
                all.add(tie);
            }
        }
        all.add(next);
        return List.copyOf(all);
    }

    @Override
    public Row asOf(Instant now) {
        Recipient then = with(inbounds, Row.clamp(lastInbound, now), Row.clamp(lastOutbound, now), cardShared, ties)
                .with(consent, Row.clamp(optedOutAt, now), Row.clamp(helpAskedAt, now), optOutConfirmed)
                .with(exchange.asOf(now));
        return then.equals(this) ? this : then;
    }
}
