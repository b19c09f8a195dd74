package dev.linewarden.simulate;

import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.simulate.Scenario.Timed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the limits of {@link dev.linewarden.support.RandomTraffic#POLICY} on what went in and what came out, by counting
 * from the beginning each time. Shares no code with the rules, and is as slow as it is simple.
 */
final class LimitsOracle {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private record Send(Instant at, long offset, String line, String recipient, boolean approved) {}

    private final List<Timed> inputs;
    private final List<Decision> decisions;
    private final List<String> broken = new ArrayList<>();
    private final List<Send> sends = new ArrayList<>();

    LimitsOracle(List<Timed> inputs, List<Decision> decisions) {
        this.inputs = inputs;
        this.decisions = decisions;
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).event() instanceof ConversationEvent event
                    && event.getKind() == ConversationKind.SENT_ELSEWHERE) {
                sends.add(new Send(inputs.get(i).at(), i, event.getLine(), event.getRecipient(), false));
            }
        }
        for (Decision decision : decisions) {
            if (decision.getOutcome() == Outcome.APPROVED) {
                sends.add(new Send(
                        decision.getDecidedAt(),
                        decision.getJournalOffset(),
                        decision.getLine(),
                        decision.getRequest().getRecipient(),
                        true));
            }
        }
        sends.sort(Comparator.comparing(Send::at).thenComparing(Send::offset));
    }

    /** What does not hold; empty when all does. */
    List<String> check() {
        eachRequestEndsOnce();
        burstsStayBounded();
        serversStayUnderTheirDay();
        linesOpenFewConversations();
        nobodyIsHammered();
        nobodyIsWokenAtNight();
        nobodyWhoOptedOutIsTexted();
        return broken;
    }

    private void eachRequestEndsOnce() {
        Map<String, Integer> ends = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Decision decision : decisions) {
            String id = decision.getRequest().getRequestId();
            seen.add(id);
            boolean duplicate = "DUPLICATE_REQUEST".equals(decision.getBindingCode());
            if (decision.getOutcome() != Outcome.DEFERRED && !duplicate) {
                ends.merge(id, 1, Integer::sum);
            }
        }
        for (Timed input : inputs) {
            if (input.event() instanceof OutboundRequest request) {
                String id = request.getRequestId();
                require(seen.contains(id), id + " got no answer");
                require(ends.getOrDefault(id, 0) == 1, id + " ended " + ends.getOrDefault(id, 0) + " times");
            }
        }
    }

    /** The message of the recipient that came last before the send; at one instant, the journal's order decides. */
    private int lastInbound(Send send) {
        for (int i = (int) Math.min(send.offset(), inputs.size() - 1); i >= 0; i--) {
            if (inputs.get(i).event() instanceof ConversationEvent event
                    && event.getKind() == ConversationKind.INBOUND_MESSAGE
                    && event.getRecipient().equals(send.recipient())) {
                return i;
            }
        }
        return -1;
    }

    private boolean isActive(Send send) {
        int inbound = lastInbound(send);
        return inbound >= 0
                && send.at().toEpochMilli() - inputs.get(inbound).at().toEpochMilli() < 3 * HOUR;
    }

    /** Sends outside the gate count, but cannot be kept back: only what was approved into a full window is wrong. */
    private void burstsStayBounded() {
        for (Send send : sends) {
            if (!send.approved()) {
                continue;
            }
            int all = 0;
            int outreach = 0;
            boolean isOutreach = !isActive(send);
            for (Send other : sends) {
                long before = send.at().toEpochMilli() - other.at().toEpochMilli();
                if (other.line().equals(send.line()) && before >= 0 && before < MINUTE) {
                    boolean otherIsOutreach = !isActive(other);
                    all++;
                    outreach += otherIsOutreach ? 1 : 0;
                    boolean near = before > 0 && before < 2000;
                    require(
                            !(isOutreach && otherIsOutreach && near),
                            "outreach of " + send.line() + " " + before + " ms apart at " + send.at());
                }
            }
            boolean foreign = sends.stream()
                    .anyMatch(other -> !other.approved() && other.line().equals(send.line()));
            require(foreign || all <= 8, send.line() + " sent " + all + " in a minute at " + send.at());
            require(
                    foreign || !isOutreach || outreach <= 4,
                    send.line() + " sent " + outreach + " outreach in a minute at " + send.at());
        }
    }

    private void serversStayUnderTheirDay() {
        Map<String, String> servers = new HashMap<>();
        inputs.forEach(input -> {
            if (input.event() instanceof LineUpdate update) {
                servers.put(update.getLine(), update.getServer());
            }
        });
        Map<String, Integer> counts = new TreeMap<>();
        long failures = inputs.stream()
                .filter(input -> input.event() instanceof ConversationEvent event
                        && event.getKind() == ConversationKind.SEND_FAILED)
                .count();
        for (Send send : sends) {
            LocalDate day = LocalDate.ofInstant(send.at(), ZoneId.of("America/New_York"));
            int count = counts.merge(servers.get(send.line()) + " on " + day, 1, Integer::sum);
            require(!send.approved() || count <= 25 + failures, servers.get(send.line()) + " over quota on " + day);
        }
    }

    private void linesOpenFewConversations() {
        Set<String> known = new HashSet<>();
        Map<String, Integer> opened = new HashMap<>();
        List<Timed> inbound = inputs.stream()
                .filter(input -> input.event() instanceof ConversationEvent event
                        && event.getKind() == ConversationKind.INBOUND_MESSAGE)
                .toList();
        for (Send send : sends) {
            String pair = send.line() + "/" + send.recipient();
            boolean wrote = inbound.stream()
                    .anyMatch(input -> !input.at().isAfter(send.at())
                            && ((ConversationEvent) input.event()).getLine().equals(send.line())
                            && ((ConversationEvent) input.event())
                                    .getRecipient()
                                    .equals(send.recipient()));
            if (known.add(pair) && !wrote) {
                LocalDate day = LocalDate.ofInstant(send.at(), ZoneId.of("Europe/Berlin"));
                int count = opened.merge(send.line() + " on " + day, 1, Integer::sum);
                require(!send.approved() || count <= 6, send.line() + " opened " + count + " on " + day);
            }
        }
    }

    private void nobodyIsHammered() {
        for (Send send : sends) {
            if (!send.approved() || isActive(send)) {
                continue;
            }
            List<Send> turns = turnsUpTo(send);
            if (turns.get(turns.size() - 1) == send && turns.size() > 1) {
                Instant before = turns.get(turns.size() - 2).at();
                long gap = send.at().toEpochMilli() - before.toEpochMilli();
                require(gap >= 6 * HOUR, send.recipient() + " followed up after " + gap + " ms at " + send.at());
                require(turns.size() <= 2, send.recipient() + " got turn " + turns.size() + " at " + send.at());
            }
        }
    }

    /** The sends that began a turn since the recipient last wrote, up to and perhaps including this one. */
    private List<Send> turnsUpTo(Send send) {
        int silentSince = lastInbound(send);
        List<Send> turns = new ArrayList<>();
        int inTurn = 0;
        for (Send other : sends) {
            if (other.recipient().equals(send.recipient()) && other.offset() >= silentSince) {
                boolean joins = !turns.isEmpty()
                        && other.at().toEpochMilli()
                                        - turns.get(turns.size() - 1).at().toEpochMilli()
                                <= 90_000
                        && inTurn < 2;
                inTurn = joins ? inTurn + 1 : 1;
                if (!joins) {
                    turns.add(other);
                }
            }
            if (other == send) {
                break;
            }
        }
        return turns;
    }

    private void nobodyIsWokenAtNight() {
        for (Decision decision : decisions) {
            String zone = decision.getRequest().getTimeZone();
            if (decision.getOutcome() != Outcome.APPROVED || zone == null) {
                continue;
            }
            LocalTime local = LocalTime.ofInstant(decision.getDecidedAt(), ZoneId.of(zone));
            boolean awake = !local.isBefore(LocalTime.of(8, 0)) && local.isBefore(LocalTime.of(21, 0));
            boolean justWrote = inputs.stream()
                    .anyMatch(input -> input.event() instanceof ConversationEvent event
                            && event.getKind() == ConversationKind.INBOUND_MESSAGE
                            && event.getRecipient().equals(decision.getRequest().getRecipient())
                            && !input.at().isAfter(decision.getDecidedAt())
                            && decision.getDecidedAt().toEpochMilli()
                                            - input.at().toEpochMilli()
                                    <= HOUR);
            require(awake || justWrote, decision.getDecisionId() + " left at " + local + " in " + zone);
        }
    }

    private void nobodyWhoOptedOutIsTexted() {
        for (Decision decision : decisions) {
            if (decision.getOutcome() != Outcome.APPROVED) {
                continue;
            }
            boolean out = false;
            for (Timed input : inputs) {
                // What comes at the very instant of a wake-up comes after it.
                if (input.at().isBefore(decision.getDecidedAt())
                        && input.event() instanceof ConversationEvent event
                        && event.getRecipient().equals(decision.getRequest().getRecipient())) {
                    boolean inbound = event.getKind() == ConversationKind.INBOUND_MESSAGE;
                    if (inbound && "stop".equals(event.getText())) {
                        out = true;
                    } else if ((inbound && "start".equals(event.getText()))
                            || event.getKind() == ConversationKind.OPTED_IN) {
                        out = false;
                    }
                }
            }
            boolean backAtThatInstant = inputs.stream()
                    .anyMatch(input -> input.at().equals(decision.getDecidedAt())
                            && input.event() instanceof ConversationEvent event
                            && event.getRecipient().equals(decision.getRequest().getRecipient()));
            require(!out || backAtThatInstant, decision.getDecisionId() + " went to somebody who opted out");
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
