package dev.linewarden.core.rules;

import java.util.List;

/** The rulebook, in the order in which findings are listed and in which ties between codes are broken. */
public final class Rules {

    public static final Rule EXPIRY = new ExpiryRule();

    /** Judged first and alone: when one rejects, nothing else is evaluated. */
    public static final List<Rule> GUARDS = List.of(new RequestRule(), new DuplicateRule());

    public static final List<Rule> ALL = List.of(
            new ScheduleRule(),
            EXPIRY,
            new SuspensionRule(),
            new LineRule(),
            new ConsentRule(),
            new ReplyRule(),
            new FirstMessageRule(),
            new QuietHoursRule(),
            new FollowUpRule(),
            new AssignmentRule(),
            new NewConversationRule(),
            new ServerQuotaRule(),
            new DialogueRule(),
            new LoopRule(),
            new BurstRule(),
            new ContactCardRule());

    private Rules() {}
}
