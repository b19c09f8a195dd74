package dev.linewarden.demo;

import java.util.List;
import java.util.Random;

/**
 * Somebody at the other end.
 *
 * @param handle a number from the ranges that are reserved for fiction, or an address under example.com
 */
record Persona(String handle, Temper temper, boolean optedIn) {

    /** What becomes of a message. */
    enum Temper {
        ANSWERS,
        IGNORES,
        OPTS_OUT
    }

    // Area codes from Honolulu to New York; 555-0100 to 555-0199 is fiction in each.
    private static final List<String> AREAS =
            List.of("808", "907", "949", "415", "303", "602", "312", "512", "212", "305");

    static Persona invent(int number, Random random) {
        int roll = random.nextInt(100);
        Temper temper = roll < 62 ? Temper.ANSWERS : roll < 92 ? Temper.IGNORES : Temper.OPTS_OUT;
        return new Persona(handle(number), temper, random.nextInt(100) < 85);
    }

    private static String handle(int number) {
        if (number % 10 == 9) {
            return "friend" + number + "@example.com";
        }
        String area = AREAS.get(number % AREAS.size());
        return String.format("+1%s55501%02d", area, (number / AREAS.size()) % 100);
    }
}
