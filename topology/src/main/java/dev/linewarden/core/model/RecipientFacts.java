package dev.linewarden.core.model;

import java.time.ZoneId;
import java.util.List;

/**
 * What the core has to be told about the world, since it needs libraries to know it. Implementations are pure functions
 * of their argument within one release: a replay asks them again.
 */
public interface RecipientFacts {

    /** Every zone that the phone number may lie in; empty when nothing is known of it. */
    List<ZoneId> zonesOf(String phoneNumber);

    /**
     * Where the phone number belongs, by ISO 3166 code, the part of the country before the country: "US-TX", "US". Empty
     * when nothing is known of it.
     */
    List<String> regionsOf(String phoneNumber);

    /** Whether the text holds something that a phone shows as a link. */
    boolean hasLink(String text);
}
