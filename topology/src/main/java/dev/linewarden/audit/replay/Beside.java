package dev.linewarden.audit.replay;

import dev.linewarden.audit.keep.Keep;
import java.util.function.Supplier;

/** What goes along with the recorded gates while their journal is decided again: nothing, or others. For any thread. */
interface Beside {

    Beside NOTHING = new Beside() {
        @Override
        public int shares() {
            return 1;
        }

        @Override
        public Gates gates(Span span, Supplier<Keep> keeps) {
            return Gates.recorded(span.partition());
        }
    };

    /** How many there are of what shares the memory, the recorded gate's state among them, in each partition. */
    int shares();

    /**
     * The gates of one partition.
     *
     * @param keeps give each a share of the memory, and the disk beyond that
     */
    Gates gates(Span span, Supplier<Keep> keeps);
}
