package dev.linewarden.facts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.linewarden.core.model.Handles;
import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a handle as people and systems write it, and gives it the one spelling under which state is kept: E.164 for a phone
 * number, lower case and NFC for an e-mail address. What leaves a doubt is not read. Thread-safe.
 *
 * <p>Whether a number is in use is nobody's business here: new area codes and numbers for examples (555) have a spelling too.
 */
public final class HandleReader {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    // White space, and what cannot be seen: address books put marks of writing direction around numbers.
    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Z}\\p{Cf}]+|[\\s\\p{Z}\\p{Cf}]+$");
    private static final Pattern SCHEME = Pattern.compile("(?i)(tel|sms|mailto):(?://)?(.*)");
    // RFC 3966, 5.1.5: a local number with the country that it belongs to.
    private static final Pattern LOCAL_OF = Pattern.compile("(?i)([^;+]*);phone-context=(\\+[0-9]{1,3})");
    private static final Pattern NUMBER =
            Pattern.compile("[\\p{Zs}\\t\\p{Cf}(\\[（［]*([+＋])?[\\p{Nd}\\p{Zs}\\t\\p{Cf}\\p{Pd}\\u2212.．()\\[\\]（）［］]+");
    // The numbering plan of North America: 1 is the country's code, and what its people dial before an area code.
    private static final Pattern NORTH_AMERICAN = Pattern.compile("1[2-9][0-9]{2}[2-9][0-9]{6}");
    // What begins a part of a domain's name that stands for letters beyond ASCII.
    private static final String ACE_PREFIX = "xn--";
    private static final String EXIT_CODE = "00";
    private static final String EXIT_CODE_OF_NORTH_AMERICA = "011";

    // Asking every country costs a millisecond; a gateway that writes no plus writes none ever.
    private static final Map<String, Optional<String>> BARE = Collections.synchronizedMap(new Recent());

    private HandleReader() {}

    private static final class Recent extends LinkedHashMap<String, Optional<String>> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 10_000;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
            return size() > MOST;
        }
    }

    /** The handle in its one spelling; null when it has none. Reading what was read changes nothing. */
    public static @Nullable String read(String text) {
        if (Handles.isPhoneNumber(text)) {
            return international(text.substring(1));
        }
        if (Handles.isPlainEmail(text) && !text.contains(ACE_PREFIX)) {
            // In its one spelling already.
            return text;
        }
        String handle = AROUND.matcher(text).replaceAll("");
        Matcher uri = SCHEME.matcher(handle);
        if (!uri.matches()) {
            return handle.indexOf('@') < 0 ? number(handle) : mail(handle);
        }
        String content = decoded(uri.group(2));
        if (content == null) {
            return null;
        }
        return uri.group(1).equalsIgnoreCase("mailto") ? mail(content.replaceFirst("\\?.*", "")) : number(content);
    }

    private static @Nullable String decoded(String content) {
        try {
            return URLDecoder.decode(content.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    private static @Nullable String mail(String address) {
        String composed = Normalizer.normalize(AROUND.matcher(address).replaceAll(""), Normalizer.Form.NFC);
        String lower = Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        int at = lower.lastIndexOf('@');
        // One name, two spellings: xn--mnchen-3ya.de is münchen.de.
        String domain = IDN.toUnicode(lower.substring(at + 1), IDN.ALLOW_UNASSIGNED);
        String handle = lower.substring(0, at + 1) + Normalizer.normalize(domain, Normalizer.Form.NFC);
        return Handles.isValid(handle) ? handle : null;
    }

    private static @Nullable String number(String text) {
        Matcher local = LOCAL_OF.matcher(text);
        String whole = local.matches() ? local.group(2) + local.group(1) : text;
        Matcher number = NUMBER.matcher(whole);
        if (!number.matches()) {
            return null;
        }
        String digits = digits(whole);
        if (number.group(1) != null) {
            return international(digits);
        }
        return digits.startsWith(EXIT_CODE) ? international(digits.substring(EXIT_CODE.length())) : bare(digits);
    }

    private static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        text.codePoints().filter(Character::isDigit).forEach(digit -> digits.append(Character.digit(digit, 10)));
        return digits.toString();
    }

    /** Of digits that begin with a country's code: without the trunk prefix that some write behind it, "+44 (0)20 …". */
    private static @Nullable String international(String digits) {
        String written = "+" + digits;
        String read = withoutTrunkPrefix(written);
        while (read.length() < written.length()) {
            written = read;
            read = withoutTrunkPrefix(written);
        }
        return Handles.isPhoneNumber(read) ? read : null;
    }

    private static String withoutTrunkPrefix(String international) {
        PhoneNumber number = parse(international, null);
        return number == null ? international : LIBRARY.format(number, PhoneNumberFormat.E164);
    }

    /**
     * Of digits alone: read as an international number that lost its plus, unless they may as well be a number as people
     * of some country write it at home.
     */
    private static @Nullable String bare(String digits) {
        return NORTH_AMERICAN.matcher(digits).matches()
                ? international(digits)
                : BARE.computeIfAbsent(digits, HandleReader::beyondDoubt).orElse(null);
    }

    private static Optional<String> beyondDoubt(String digits) {
        String candidate = international(
                digits.startsWith(EXIT_CODE_OF_NORTH_AMERICA)
                        ? digits.substring(EXIT_CODE_OF_NORTH_AMERICA.length())
                        : digits);
        if (candidate == null) {
            return Optional.empty();
        }
        PhoneNumber number = parse(candidate, null);
        boolean certain = number != null && LIBRARY.isValidNumber(number) && !isNumberAtHomeBeside(digits, candidate);
        return certain ? Optional.of(candidate) : Optional.empty();
    }

    /** Whether people of some country write these digits, no more and no fewer, for another number than the candidate. */
    private static boolean isNumberAtHomeBeside(String digits, String candidate) {
        for (String region : LIBRARY.getSupportedRegions()) {
            PhoneNumber number = parse(digits, region);
            if (number != null
                    && LIBRARY.isValidNumberForRegion(number, region)
                    && digits(LIBRARY.format(number, PhoneNumberFormat.NATIONAL))
                            .equals(digits)
                    && !LIBRARY.format(number, PhoneNumberFormat.E164).equals(candidate)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable PhoneNumber parse(String text, @Nullable String region) {
        try {
            return LIBRARY.parse(text, region);
        } catch (NumberParseException unreadable) {
            return null;
        }
    }
}
