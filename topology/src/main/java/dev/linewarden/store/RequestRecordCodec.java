package dev.linewarden.store;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.RequestRecord;

final class RequestRecordCodec extends TypeCodec<RequestRecord> {

    private static final int VERSION = 2;
    private static final RowInput.Constants<Outcome> OUTCOMES = RowInput.Constants.of(Outcome.values());
    private static final RowInput.Constants<Code> CODES = RowInput.Constants.of(Code.values());

    RequestRecordCodec() {
        super(8, RequestRecord.class, VERSION);
    }

    @Override
    void write(RequestRecord row, RowOutput out) {
        out.text(row.pool()).text(row.requestId());
        out.constant(row.firstOutcome()).constant(row.outcome());
        out.constantOrNull(row.bindingCode());
        out.number(row.attempt());
        out.time(row.firstJudgedAt()).time(row.decidedAt());
        out.textOrNull(row.line()).textOrNull(row.server());
        out.number(row.epochDay());
        out.textOrNull(row.deferralKey());
        out.number(row.content());
    }

    @Override
    RequestRecord read(int version, RowInput in) {
        return new RequestRecord(
                in.text(),
                in.text(),
                in.constant(OUTCOMES),
                in.constant(OUTCOMES),
                in.constantOrNull(CODES),
                in.integer(),
                in.time(),
                in.time(),
                in.textOrNull(),
                in.textOrNull(),
                in.number(),
                in.textOrNull(),
                version >= 2 ? in.integer() : RequestRecord.UNKNOWN_CONTENT);
    }
}
