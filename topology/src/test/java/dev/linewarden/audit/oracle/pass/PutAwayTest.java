package dev.linewarden.audit.oracle.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.keep.MapArchive;
import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** People and requests that are put away come back as they were. */
class PutAwayTest {

    /** Gives every field that can be set something that is not what it begins with. */
    private static void fill(Object thing) throws IllegalAccessException {
        long number = 1_000;
        for (Field field : thing.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
                continue;
            }
            field.setAccessible(true);
            number++;
            if (field.getType() == long.class) {
                field.setLong(thing, number);
            } else if (field.getType() == int.class) {
                field.setInt(thing, (int) number);
            } else if (field.getType() == boolean.class) {
                field.setBoolean(thing, !field.getBoolean(thing));
            } else if (field.getType() == String.class) {
                field.set(thing, "text" + number);
            } else if (field.getType() == Wish.class) {
                field.set(thing, Wish.OPT_OUT);
            } else if (field.getType() == LocalDate.class) {
                field.set(thing, LocalDate.ofEpochDay(number));
            }
        }
    }

    private static RecursiveComparisonConfiguration byContent() {
        RecursiveComparisonConfiguration byContent = new RecursiveComparisonConfiguration();
        byContent.registerEqualsForType((one, other) -> one.toString().equals(other.toString()), Times.class);
        return byContent;
    }

    @Test
    void a_person_comes_back_with_all_that_is_known_of_it() throws Exception {
        Keep keep = new Keep(0, new MapArchive());
        PoolBook book = new PoolBook(AuditedPool.WORDS, new Policies(true), keep);
        Person person = book.person("a@example.com");
        fill(person);
        fill(person.seen);
        person.seen.taken(2, 77);
        fill(person.tied("line-1"));
        fill(person.tied("line-2"));
        for (int i = 0; i < 9; i++) {
            person.exchanged(i, Terms.DEFAULT);
        }
        keep.tidy();
        Person again = book.person("a@example.com");

        assertThat(again).isNotSameAs(person);
        assertThat(again).usingRecursiveComparison(byContent()).isEqualTo(person);
    }

    @Test
    void a_request_comes_back_with_what_it_was_promised() throws Exception {
        Keep keep = new Keep(0, new MapArchive());
        PoolBook book = new PoolBook(AuditedPool.WORDS, new Policies(true), keep);
        OutboundRequest request = new OutboundRequest();
        request.setRequestId("r1");
        request.setPriority(Priority.HIGH);
        request.setPurpose(Purpose.OPT_OUT_CONFIRMATION);
        request.setCreatedAt(Instant.ofEpochMilli(5));
        request.setNotBefore(Instant.ofEpochMilli(6));
        request.setExpiresAt(Instant.ofEpochMilli(7));
        Person person = book.person("a@example.com");
        person.lives = 3;
        Asked asked = new Asked(request, person, 8, 9);
        fill(asked);
        LineBook line = book.line("line-1");
        asked.promise = new Asked.Promise("r1#2", 10, 11, 2, line, book.server(line), true, true, false, true);
        asked.server = book.server("server-1");
        book.begin(asked);
        Asked plain = new Asked(request, person, -1, 9);
        book.requests.put("r2", plain);
        keep.tidy();
        Asked again = book.requests.get("r1");

        assertThat(again).isNotSameAs(asked);
        assertThat(again).usingRecursiveComparison(byContent()).isEqualTo(asked);
        assertThat(again.promise.line()).isSameAs(line);
        assertThat(again.server).isSameAs(asked.server);
        assertThat(book.requests.get("r2"))
                .usingRecursiveComparison(byContent())
                .ignoringFields("id")
                .isEqualTo(plain);
    }
}
