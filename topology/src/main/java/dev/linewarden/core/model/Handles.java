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

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_EMAIL = 254;

    private Handles() {}

    /** Trims, and folds e-mail handles to lower case: Apple treats them alike, and so must every limit. */
    public static String normalise(String handle) {
        String trimmed = handle.strip();
        return trimmed.indexOf('@') < 0 ? trimmed : trimmed.toLowerCase(Locale.ROOT);
    }

    /** Whether a normalised handle can be a recipient at all. */
    public static boolean isValid(String handle) {
        return isPhoneNumber(handle)
                || isPlainEmail(handle)
                || EMAIL.matcher(handle).matches();
    }

    /** Whether the handle is an E.164 number, as against an e-mail address. */
    public static boolean isPhoneNumber(String handle) {
        return handle.startsWith("+") && E164.matcher(handle).matches();
    }

    /**
     * Whether the handle is a valid e-mail address of small Latin letters, digits and {@code . _ - +} alone: nearly every one is, and
     * this costs a fraction of what the full grammar does.
     */
    public static boolean isPlainEmail(String handle) {
        int at = handle.indexOf('@');
        if (at < 1 || at > LONGEST_LOCAL_PART || handle.length() > LONGEST_EMAIL) {
            return false;
        }
        int dots = 0;
        int label = at;
        for (int i = 0; i < handle.length(); i++) {
            char c = handle.charAt(i);
            if (c == '.' && i > at) {
                if (i == label + 1) {
                    return false;
                }
                label = i;
                dots++;
            } else if (!isPlain(c) && i != at) {
                return false;
            }
        }
        return dots > 0 && label < handle.length() - 1;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '+';
    }

    /** The named pool, or {@link #DEFAULT_POOL} for a blank name. */
    public static String pool(String pool) {
        String trimmed = pool.strip();
        return trimmed.isEmpty() ? DEFAULT_POOL : trimmed;
    }
}
