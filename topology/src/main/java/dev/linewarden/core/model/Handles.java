package dev.linewarden.core.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recipient handles and pool names in the one spelling under which state is kept. */
public final class Handles {

    /** The pool of records that name none. */
    public static final String DEFAULT_POOL = "default";

    // E.164: at most 15 digits, no leading zero; the shortest international numbers in use have 7.
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    // RFC 5321 caps a mailbox at 254 characters; one @, a dot in the domain, nothing invisible, and none of what RFC
    // 5322
    // takes for the grammar around an address.
    private static final String ATOM = "[^@.\\p{Z}\\p{C}<>()\\[\\],;:\\\\\"]";
    private static final Pattern EMAIL =
            Pattern.compile("(?=.{3,254}$)(?:" + ATOM + "|\\.){1,64}@" + ATOM + "+(?:\\." + ATOM + "+)+");

    private Handles() {}

    /** Trims, and folds e-mail handles to lower case: Apple treats them alike, and so must every limit. */
    public static String normalise(String handle) {
        String trimmed = handle.strip();
        return trimmed.indexOf('@') < 0 ? trimmed : trimmed.toLowerCase(Locale.ROOT);
    }

    /** Whether a normalised handle can be a recipient at all. */
    public static boolean isValid(String handle) {
        return isPhoneNumber(handle) || EMAIL.matcher(handle).matches();
    }

    /** Whether the handle is an E.164 number, as against an e-mail address. */
    public static boolean isPhoneNumber(String handle) {
        return E164.matcher(handle).matches();
    }

    /** The named pool, or {@link #DEFAULT_POOL} for a blank name. */
    public static String pool(String pool) {
        String trimmed = pool.strip();
        return trimmed.isEmpty() ? DEFAULT_POOL : trimmed;
    }
}
