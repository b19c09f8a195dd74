package dev.linewarden.core.state;

/** The kinds of state. In the topology each is a store of the given name. */
public enum Table {
    LINES("lines"),
    RECIPIENTS("recipients"),
    LINE_ACTIVITY("line-activity"),
    SERVER_DAILY_COUNTS("server-daily-counts"),
    LINE_BURSTS("line-bursts"),
    RECIPIENT_FOLLOW_UPS("recipient-follow-ups"),
    REQUESTS("requests"),
    DEFERRALS("deferrals"),
    POOLS("pools");

    private final String storeName;

    Table(String storeName) {
        this.storeName = storeName;
    }

    /** The store's name: part of the public contract. */
    public String storeName() {
        return storeName;
    }
}
