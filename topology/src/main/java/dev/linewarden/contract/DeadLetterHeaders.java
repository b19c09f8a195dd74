package dev.linewarden.contract;

/** The headers of a dead letter, as UTF-8: where the record was read, and what is wrong with it. */
public final class DeadLetterHeaders {

    public static final String TOPIC = "topic";
    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";

    /** In words of ours, without anything of the record's content. */
    public static final String ERROR = "error";

    private DeadLetterHeaders() {}
}
