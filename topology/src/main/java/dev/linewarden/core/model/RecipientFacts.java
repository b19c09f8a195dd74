package dev.linewarden.core.model;

import java.util.List;

/**
 * What the core has to be told about the world, since it needs libraries to know it. Implementations are pure functions
 * of their argument within one release: a replay asks them again.
 */
public interface RecipientFacts {

    /**
     * Every place where the owner of the phone number may be: those of its area; all of its country when nothing more is
     * known of it. Empty when not even the country is known.
     */
    List<Place> placesOf(String phoneNumber);

    /** Whether the text holds something that a phone shows as a link. */
    boolean hasLink(String text);
}
