package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.RequestRecord;
import java.util.List;

/**
 * An id that waits, or was last decided within the window, is never judged anew: a waiting request keeps waiting, a sent one
 * stays sent. A duplicate itself is no decision about the id: it does not prolong the window.
 */
final class DuplicateRule implements Rule {

    private static final String NAME = "duplicate";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        if (c.waiting() != null) {
            return PASSES;
        }
        RequestRecord known = c.state().request(c.request().pool(), c.request().requestId());
        if (known == null) {
            return PASSES;
        }
        boolean waits = known.outcome() == Outcome.DEFERRED;
        boolean remembered =
                c.now().isBefore(known.decidedAt().plus(c.policy().duplicates().window()));
        if (!remembered && !waits) {
            return PASSES;
        }
        return Finding.reject(
                NAME,
                Code.DUPLICATE_REQUEST,
                "request_id was first judged at " + known.firstJudgedAt() + " and " + known.firstOutcome()
                        + (isOther(c.request(), known)
                                ? ", with other content: another recipient, text or attachment"
                                : "")
                        + "; send a new message under a new request_id");
    }

    private static boolean isOther(OutboundRequest request, RequestRecord known) {
        return known.content() != RequestRecord.UNKNOWN_CONTENT && known.content() != request.contentHash();
    }
}
