package dev.linewarden.core.model;

/** Why a request was deferred, rejected or advised on. Part of the public contract: names never change. */
public enum Code {
    INVALID_REQUEST,
    DUPLICATE_REQUEST,
    SCHEDULED,
    EXPIRED,
    UNKNOWN_LINE,
    LINE_RETIRED,
    LINE_PAUSED,
    LINE_FLAGGED,
    SUSPENDED,
    OPTED_OUT,
    COLD_OUTREACH,
    FIRST_MESSAGE_LINK,
    FIRST_MESSAGE_MEDIA,
    OPEN_WITH_QUESTION,
    AWAITING_REPLY,
    STOPPED_BY_REPLY,
    QUIET_HOURS,
    FOLLOW_UP_LIMIT,
    FOLLOW_UP_SPACING,
    MONOLOGUE,
    LINE_BURST,
    NEW_CONVERSATION_QUOTA,
    SERVER_DAILY_QUOTA,
    POOL_AT_CAPACITY,
    NO_DIALOGUE,
    REPLY_LOOP,
    CANCELLED,
    SHARE_CONTACT_CARD
}
