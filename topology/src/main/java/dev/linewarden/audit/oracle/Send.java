package dev.linewarden.audit.oracle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message that left.
 *
 * @param offset the last entry of the journal that had been taken when it left
 * @param requestId null for a send outside the gate
 * @param outreach whether it left outside an active conversation
 * @param opener whether it was the line's first to a recipient that had not written to the line
 */
record Send(
        Instant at,
        int offset,
        String line,
        String server,
        String recipient,
        @Nullable String requestId,
        boolean outreach,
        boolean opener) {}
