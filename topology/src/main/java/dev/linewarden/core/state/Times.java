package dev.linewarden.core.state;

/** Rows of ascending numbers, most of them times. They are never changed, for a row is shared by who reads it. */
final class Times {

    private Times() {}

    /** The numbers from a place on, with one more: mostly the latest, so it is sought from the end. */
    static long[] with(long[] ascending, int from, long value) {
        int place = ascending.length;
        while (place > from && ascending[place - 1] > value) {
            place--;
        }
        long[] next = new long[ascending.length - from + 1];
        System.arraycopy(ascending, from, next, 0, place - from);
        next[place - from] = value;
        System.arraycopy(ascending, place, next, place - from + 1, ascending.length - place);
        return next;
    }
}
