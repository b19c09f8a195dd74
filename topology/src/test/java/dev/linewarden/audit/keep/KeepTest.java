package dev.linewarden.audit.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    @Test
    void what_is_handed_over_comes_in_the_order_of_names_wherever_it_is() {
        List<List<Integer>> handedOver = new ArrayList<>();
        for (int most : List.of(0, 7, 1_000)) {
            Keep keep = new Keep(most, new MapArchive());
            Keep.Kind<Counter> kind = keep.kind(new CounterFormat());
            for (int i = 0; i < NAMES; i++) {
                Counter counter = new Counter();
                counter.count = i * 37 % NAMES;
                kind.put(String.format("n%02d", counter.count), counter);
                keep.tidy();
            }
            List<Integer> order = new ArrayList<>();
            kind.forEach(counter -> order.add(counter.count));
            handedOver.add(order);
        }

        assertThat(handedOver.get(0)).isSorted().hasSize(NAMES);
        assertThat(handedOver).containsOnly(handedOver.get(0));
    }
}
