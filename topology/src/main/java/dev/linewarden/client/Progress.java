package dev.linewarden.client;

/** Whoever watches long work. */
public interface Progress {

    /** Nobody watches. */
    Progress UNSEEN = task -> new Task() {
        @Override
        public void step() {}

        @Override
        public void close() {}
    };

    /** One piece of work, from its beginning until it is closed. */
    interface Task extends AutoCloseable {

        /** One record, line or entry is done. */
        void step();

        @Override
        void close();
    }

    /** Begins a piece of work of which nobody knows how long it takes. */
    Task begin(String task);
}
