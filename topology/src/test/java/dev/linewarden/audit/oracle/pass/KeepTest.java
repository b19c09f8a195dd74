package dev.linewarden.audit.oracle.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** What is put away comes back as it was. */
class KeepTest {

    private static final int STEPS = 20_000;
    private static final int NAMES = 60;

    private static final class Counter {
        private int count;
    }

    private static final class CounterFormat implements Keep.Format<Counter> {
        @Override
        public void write(Counter counter, DataOutputStream out) throws IOException {
            out.writeInt(counter.count);
        }

        @Override
        public Counter read(String name, DataInputStream in) throws IOException {
            Counter counter = new Counter();
            counter.count = in.readInt();
            return counter;
        }
    }

    @Test
    void what_was_done_to_things_is_kept_wherever_they_are() {
        Random dice = new Random(5);
        MapArchive archive = new MapArchive();
        Keep keep = new Keep(20, archive);
        List<Keep.Kind<Counter>> kinds = List.of(keep.kind(new CounterFormat()), keep.kind(new CounterFormat()));
        List<Map<String, Integer>> expected = List.of(new HashMap<>(), new HashMap<>());
        for (int step = 0; step < STEPS; step++) {
            int which = dice.nextInt(2);
            String name = "n" + dice.nextInt(NAMES);
            if (dice.nextInt(10) == 0) {
                kinds.get(which).remove(name);
                expected.get(which).remove(name);
            } else {
                Counter known = kinds.get(which).get(name);
                if (known == null) {
                    known = new Counter();
                    kinds.get(which).put(name, known);
                }
                known.count++;
                expected.get(which).merge(name, 1, Integer::sum);
            }
            if (dice.nextInt(1_000) == 0) {
                kinds.get(which).forEach(counter -> counter.count += 7);
                expected.get(which).replaceAll((same, count) -> count + 7);
            }
            keep.tidy();
        }

        assertThat(archive.size()).isGreaterThan(NAMES);
        for (int which = 0; which < 2; which++) {
            Map<String, Integer> expectedThere = expected.get(which);
            int[] seen = new int[1];
            kinds.get(which).forEach(counter -> seen[0]++);
            assertThat(seen[0]).isEqualTo(expectedThere.size());
            for (int i = 0; i < NAMES; i++) {
                Counter counter = kinds.get(which).get("n" + i);
                assertThat(counter == null ? null : counter.count).isEqualTo(expectedThere.get("n" + i));
            }
        }
    }

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
