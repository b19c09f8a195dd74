package dev.linewarden.demo;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Somebody at the other end.
 *
 * @param handle a number from the ranges that are reserved for fiction, or an address under example.com
 * @param agreed whether it ever said that it wants to be texted
 */
record Persona(String handle, ZoneId zone, Temper temper, boolean agreed) {

    /** What becomes of a message. */
    enum Temper {
        ANSWERS,
        IGNORES,
        OPTS_OUT,
        /** Writes by itself, and answers. */
        WRITES_FIRST
    }

    private record Area(String prefix, String zone) {}

    // 555-0100 to 555-0199 is fiction in each American area, 7700 900000 to 900999 among British mobiles.
    private static final List<Area> AREAS = List.of(
            new Area("+1808", "Pacific/Honolulu"),
            new Area("+1907", "America/Anchorage"),
            new Area("+1949", "America/Los_Angeles"),
            new Area("+1415", "America/Los_Angeles"),
            new Area("+1303", "America/Denver"),
            new Area("+1312", "America/Chicago"),
            new Area("+1212", "America/New_York"),
            new Area("+1305", "America/New_York"),
            new Area("+44", "Europe/London"));

    private static final String MAIL_ZONE = "Europe/Berlin";

    static Persona invent(int number, Random random) {
        int roll = random.nextInt(100);
        Temper temper = roll < 40
                ? Temper.ANSWERS
                : roll < 80 ? Temper.IGNORES : roll < 86 ? Temper.OPTS_OUT : Temper.WRITES_FIRST;
        boolean agreed = random.nextInt(100) < 85;
        if (number % 10 == 9) {
            return new Persona("friend" + number + "@example.com", ZoneId.of(MAIL_ZONE), temper, agreed);
        }
        Area area = AREAS.get(number % AREAS.size());
        int serial = number / AREAS.size();
        String handle = area.prefix().equals("+44")
                ? String.format(Locale.ROOT, "+447700900%03d", serial % 1000)
                : String.format(Locale.ROOT, "%s55501%02d", area.prefix(), serial % 100);
        return new Persona(handle, ZoneId.of(area.zone()), temper, agreed);
    }
}
