package dev.linewarden.registry;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * What Avro may do with bytes from outside: make our own records and nothing else, and only of a size that a topic can
 * carry. Avro's own defaults trust no generated class and allow strings of 2 GiB.
 */
public final class AvroSafety {

    // The largest value that the topics carry, Topics.MAX_OUTPUT_BYTES.
    private static final String MOST_BYTES = Integer.toString(4 * 1024 * 1024);
    private static final String MOST_ITEMS = "100000";
    private static final String OUR_PACKAGE = "dev.linewarden.schemas";

    static {
        setUnlessSet("org.apache.avro.limits.string.maxLength", MOST_BYTES);
        setUnlessSet("org.apache.avro.limits.bytes.maxLength", MOST_BYTES);
        setUnlessSet("org.apache.avro.limits.collectionItems.maxLength", MOST_ITEMS);
        ClassSecurityPredicate ours = type -> type.getPackageName().equals(OUR_PACKAGE);
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
    }

    private AvroSafety() {}

    /** Sets the limits, once. Called before the first record is touched. */
    public static void apply() {
        // The static initialiser has done it.
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
