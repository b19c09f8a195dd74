package dev.linewarden.core.state;

/** How many sends of a day, or new conversations, are booked, by precedence. */
public record Booked(int replies, int high, int normal, int bulk) {

    public static final Booked NONE = new Booked(0, 0, 0, 0);

    /** Those that count as sends for who has the given precedence. */
    public int seenBy(Precedence viewer) {
        return switch (viewer) {
            case REPLY -> replies;
            case HIGH -> replies + high;
            case NORMAL -> replies + high + normal;
            case BULK -> total();
        };
    }

    public int total() {
        return replies + high + normal + bulk;
    }

    /** With {@code more} of that precedence (or fewer, when negative); never below zero. */
    public Booked plus(Precedence precedence, int more) {
        return switch (precedence) {
            case REPLY -> new Booked(Math.max(0, replies + more), high, normal, bulk);
            case HIGH -> new Booked(replies, Math.max(0, high + more), normal, bulk);
            case NORMAL -> new Booked(replies, high, Math.max(0, normal + more), bulk);
            case BULK -> new Booked(replies, high, normal, Math.max(0, bulk + more));
        };
    }
}
