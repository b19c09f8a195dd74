package dev.linewarden.audit.oracle.pass;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.oracle.Interpretation;
import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What one pool heard and sent, as far as its limits look back. Times are milliseconds. */
final class PoolBook {

    private static final long STEP_BACK = 5_000;

    final Interpretation interpretation;
    final Policies policies;
    final Keep.Kind<Person> people;
    final Map<String, LineBook> lines = new HashMap<>();
    final Map<String, ServerBook> servers = new HashMap<>();
    final Keep.Kind<Asked> requests;
    /** How many requests were asked. */
    long asked;

    /** Counts what was taken: what comes later has the greater number. */
    long number;

    /** When a line last became ACTIVE, and when a policy came. */
    long lineCame;

    long policyCame;
    /** What operators have suspended. */
    final Halts halts = new Halts();

    private long now = Person.NEVER;

    /** @param keep what keeps people and requests */
    PoolBook(Interpretation interpretation, Policies policies, Keep keep) {
        this.interpretation = interpretation;
        this.policies = policies;
        this.people = keep.kind(new Keep.Format<>() {
            @Override
            public void write(Person person, DataOutputStream out) throws IOException {
                person.write(out);
            }

            @Override
            public Person read(String handle, DataInputStream in) throws IOException {
                return Person.read(handle, in);
            }
        });
        this.requests = keep.kind(new Keep.Format<>() {
            @Override
            public void write(Asked asked, DataOutputStream out) throws IOException {
                asked.write(out);
            }

            @Override
            public Asked read(String id, DataInputStream in) throws IOException {
                return Asked.read(id, PoolBook.this, in);
            }
        });
    }

    Terms terms() {
        return policies.current();
    }

    /** Takes a journal entry to heart. */
    void take(SpecificRecord event, long at, long offset) {
        number++;
        if (event instanceof OutboundRequest request) {
            ask(request, at, offset);
        } else if (event instanceof ConversationEvent said) {
            take(said, at, offset);
        } else if (event instanceof LineUpdate update) {
            take(update);
        } else if (event instanceof PolicyUpdate update) {
            policyCame = number;
            policies.heard(update.getPolicy(), offset);
        } else if (event instanceof Command command) {
            take(command);
        }
    }

    private void ask(OutboundRequest request, long at, long offset) {
        Asked known = requests.get(request.getRequestId());
        if (known == null || isVoid(known, at)) {
            begin(new Asked(request, person(request.getRecipient()), offset, at));
        }
    }

    /** Takes a request in, in the place of an earlier one of its id. */
    void begin(Asked request) {
        asked++;
        requests.put(request.id, request);
    }

    /** Whether its id may be used again, or its person was forgotten since. */
    boolean isVoid(Asked known, long at) {
        return known.isForgotten(at, terms()) || isOfEarlierLife(known);
    }

    boolean isOfEarlierLife(Asked known) {
        return known.life != person(known.person).lives;
    }

    private void take(ConversationEvent said, long at, long offset) {
        Person person = person(said.getRecipient());
        switch (said.getKind()) {
            case INBOUND_MESSAGE -> heard(said, person, at, offset);
            case OPTED_IN -> optedIn(person);
            case OPTED_OUT -> optedOut(person, at);
            case SENT_ELSEWHERE -> {
                LineBook line = line(said.getLine());
                send(person, line, at, false);
                settle(person, line);
                person.seen.elsewhere = number;
                line.seen.elsewhere = number;
                server(line).seen.elsewhere = number;
            }
            case SEND_FAILED -> giveBack(said.getRequestId());
            default -> {
                // A contact card limits nothing.
            }
        }
    }

    private void heard(ConversationEvent said, Person person, long at, long offset) {
        LineBook line = line(said.getLine());
        Terms terms = terms();
        Wish wish = said.getText() == null
                ? Wish.NOTHING
                : interpretation.wishOf(said.getText(), terms.optOutWords, terms.optInWords, terms.optOutPhrases);
        person.exchanged(at, terms);
        person.hasWritten = true;
        person.isHeard = true;
        person.seen.heard = number;
        line.seen.heard = number;
        settle(person, line);
        Person.Tie tie = person.tied(line.name);
        tie.hasWritten = true;
        if (wish == Wish.HELP) {
            person.helpAskedAt = at;
            person.seen.wished = number;
            return;
        }
        person.isAnew = true;
        if (wish == Wish.OPT_OUT) {
            optedOut(person, at);
            return;
        }
        person.answeredAt = at;
        person.answeredOffset = offset;
        tie.hasAnswered = true;
        line.answered(tie.opener);
        tie.opener = 0;
        if (wish == Wish.OPT_IN) {
            optedIn(person);
        }
    }

    private void optedIn(Person person) {
        person.wish = Wish.OPT_IN;
        person.isConfirmed = false;
        person.seen.wished = number;
    }

    private void optedOut(Person person, long at) {
        person.wish = Wish.OPT_OUT;
        person.optedOutAt = at;
        person.seen.wished = number;
        person.seen.optedOut = number;
    }

    private void giveBack(@Nullable String requestId) {
        Asked failed = requestId == null ? null : requests.get(requestId);
        if (failed != null && failed.server != null && failed.day != null) {
            failed.server.givenBack(failed.day);
            failed.server = null;
        }
    }

    private void take(LineUpdate update) {
        LineBook line = line(update.getLine());
        boolean comes = update.getStatus() == LineStatus.ACTIVE && !line.isSending();
        line.status = update.getStatus();
        line.server = update.getServer();
        line.isEvacuated = update.getEvacuate();
        line.activatedAt = update.getActivatedAt() == null ? line.activatedAt : update.getActivatedAt();
        line.seen.ordered = number;
        lineCame = comes ? number : lineCame;
    }

    private void take(Command command) {
        if (command.getShadow() != null) {
            // A second policy decides nothing, and its command's kind says nothing.
            return;
        }
        if (command.getSuspension() != null) {
            halts.heard(command.getSuspension(), number);
            return;
        }
        if (command.getKind() == CommandKind.FORGET) {
            Person person = people.get(command.getRecipient());
            if (person != null) {
                leaveHome(person);
                people.put(person.handle, person.forgotten(number));
            }
        } else {
            Asked asked = requests.get(command.getRequestId());
            if (asked != null) {
                asked.ordered = number;
            }
        }
    }

    Person person(String handle) {
        Person known = people.get(handle);
        if (known == null) {
            known = new Person(handle);
            people.put(handle, known);
        }
        return known;
    }

    LineBook line(String name) {
        return lines.computeIfAbsent(name, LineBook::new);
    }

    ServerBook server(LineBook line) {
        return server(line.server == null ? "" : line.server);
    }

    ServerBook server(String name) {
        return servers.computeIfAbsent(name, ServerBook::new);
    }

    /** Whether unpinned requests to the person go to a line of its own; else one is assigned. */
    boolean hasHome(Person person) {
        LineBook home = person.home == null ? null : lines.get(person.home);
        return home != null && !home.isLeft(terms());
    }

    /** Whoever has no home yet is at home where it writes or is written to first. */
    void settle(Person person, LineBook line) {
        if (person.home == null && !line.name.isEmpty()) {
            person.home = line.name;
            line.residents++;
        }
    }

    /** Whose home line is gone has a new one by the next request that is assigned. */
    void settleAnew(Person person, LineBook line) {
        if (!hasHome(person)) {
            leaveHome(person);
        }
        settle(person, line);
    }

    private void leaveHome(Person person) {
        LineBook home = person.home == null ? null : lines.get(person.home);
        if (home != null) {
            home.residents--;
        }
        person.home = null;
    }

    /** The calendar day of a server at a time. */
    LocalDate serverDay(long at) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(at), terms().serverZone);
    }

    /**
     * Takes a message to heart that left.
     *
     * @param askedFor whether its recipient had asked for it, and so it is no outreach
     */
    void send(Person person, LineBook line, long at, boolean askedFor) {
        Terms terms = terms();
        boolean isOutreach = !askedFor && !person.isActive(at, terms);
        long opener = line.sent(at, isOutreach, person.isNewTo(line.name), terms);
        Person.Tie tie = person.tied(line.name);
        tie.wasSent = true;
        tie.opener = opener == 0 ? tie.opener : opener;
        person.sent(at, terms);
        person.exchanged(at, terms);
        server(line).sent(serverDay(at));
    }

    /** When a clock that ran ahead has stepped back, what lies ahead counts as now. */
    void passTo(long at) {
        if (at < now - STEP_BACK) {
            people.forEach(person -> person.bringBack(at));
            lines.values().forEach(line -> line.bringBack(at, terms()));
            LocalDate today = serverDay(at);
            servers.values().forEach(server -> server.bringBack(today));
            now = at;
        }
        now = Math.max(now, at);
    }
}
