package dev.linewarden.store;

import dev.linewarden.core.state.Exchange;
import dev.linewarden.core.state.Recipient;

final class RecipientCodec extends TypeCodec<Recipient> {

    private static final int VERSION = 3;
    private static final RowInput.Constants<Recipient.Consent> CONSENTS =
            RowInput.Constants.of(Recipient.Consent.values());

    RecipientCodec() {
        super(4, Recipient.class, VERSION);
    }

    @Override
    void write(Recipient row, RowOutput out) {
        out.text(row.pool()).text(row.recipient());
        out.textOrNull(row.home());
        out.constant(row.consent());
        out.timeOrNull(row.optedOutAt()).timeOrNull(row.helpAskedAt());
        out.number(row.inbounds());
        out.timeOrNull(row.lastInbound()).timeOrNull(row.lastOutbound());
        out.flag(row.cardShared());
        out.list(
                row.ties(),
                (tie, to) -> to.text(tie.line()).timeOrNull(tie.firstSend()).timeOrNull(tie.firstInbound()));
        out.flag(row.optOutConfirmed());
        out.ascending(row.exchange().packed());
        out.flag(row.exchange().loops());
        out.number(row.exchange().toldOn());
    }

    @Override
    Recipient read(int version, RowInput in) {
        return new Recipient(
                in.text(),
                in.text(),
                in.textOrNull(),
                in.constant(CONSENTS),
                version >= 2 ? in.timeOrNull() : null,
                version >= 2 ? in.timeOrNull() : null,
                in.number(),
                in.timeOrNull(),
                in.timeOrNull(),
                in.flag(),
                in.list(from -> new Recipient.Tie(from.text(), from.timeOrNull(), from.timeOrNull())),
                version >= 3 && in.flag(),
                version >= 3 ? new Exchange(in.ascending(), in.flag(), in.number()) : Exchange.NONE);
    }
}
