package dev.linewarden.audit.replay;

/**
 * A set of texts of which 64 bits each are kept: of millions of texts two are taken for one by an accident of one in a million.
 * Not thread-safe.
 */
final class TextSet {

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int FIRST_SIZE = 1024;

    // 0 is a free place.
    private long[] places = new long[FIRST_SIZE];
    private int size;

    void add(String text) {
        int place = placeOf(text);
        if (places[place] == 0) {
            places[place] = hash(text);
            size++;
            if (size > places.length / 2) {
                grow();
            }
        }
    }

    boolean contains(String text) {
        return places[placeOf(text)] != 0;
    }

    private int placeOf(String text) {
        return place(places, hash(text));
    }

    /** Where the hash is, or would be. */
    private static int place(long[] places, long hash) {
        int place = (int) (hash ^ hash >>> Integer.SIZE) & places.length - 1;
        while (places[place] != 0 && places[place] != hash) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] roomy = new long[places.length * 2];
        for (long hash : places) {
            if (hash != 0) {
                roomy[place(roomy, hash)] = hash;
            }
        }
        places = roomy;
    }

    private static long hash(String text) {
        long hash = FNV_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash == 0 ? 1 : hash;
    }
}
