package dev.linewarden.core.model;

import java.time.ZoneId;
import java.util.List;

/**
 * Somewhere that a recipient may be: a clock on the wall, and whose law it hangs under.
 *
 * @param zone what the clock shows
 * @param regions ISO 3166 codes, the part of the country before the country: "US-TX", "US"
 */
public record Place(ZoneId zone, List<String> regions) {}
