package dev.linewarden.audit.oracle.pass;

import java.time.Instant;

/**
 * How near a server, a line or a person came to a limit, at its nearest.
 *
 * @param kind server, line or recipient
 * @param name of the server or line, or the handle as it is
 * @param share 1 is the limit itself: the last that holds; more is a breach
 * @param observed the measure, in the limit's unit: a count, or a distance
 * @param limit the limit, in words
 * @param decisionId what came so near
 */
public record CloseCall(
        Check check,
        String pool,
        String kind,
        String name,
        double share,
        String observed,
        String limit,
        Instant at,
        String decisionId) {}
