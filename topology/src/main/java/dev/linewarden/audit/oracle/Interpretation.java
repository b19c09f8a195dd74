package dev.linewarden.audit.oracle;

import java.time.ZoneId;

/** What texts mean and where numbers are: nothing that a check of limits can know by itself. */
public interface Interpretation {

    /** What somebody asks for. */
    enum Wish {
        OPT_OUT,
        OPT_IN,
        HELP,
        NOTHING
    }

    Wish wishOf(String text);

    boolean hasLink(String text);

    /** The zone of a recipient whose request names none. */
    ZoneId zoneOf(String recipient);
}
