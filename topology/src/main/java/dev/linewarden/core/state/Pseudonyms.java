package dev.linewarden.core.state;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for people who were forgotten: HMAC-SHA256 of pool and handle. Phone numbers are few enough to be tried one by one, so
 * only the key keeps the name from telling whose it is.
 *
 * <p>Not thread-safe.
 */
public final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    // With it the names hide nothing from whoever tries all numbers, but an opt-out is kept.
    private static final String NO_SECRET = "linewarden";

    private final List<Mac> macs = new ArrayList<>();

    /**
     * @param keys secrets; the first names, and what any of them named is recognised, so that a key can be replaced. What was
     *     named without a secret is recognised too
     */
    public Pseudonyms(List<String> keys) {
        keys.forEach(key -> macs.add(mac(key)));
        macs.add(mac(NO_SECRET));
    }

    private static Mac mac(String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    /** The name that is given today. */
    String of(String pool, String recipient) {
        return name(macs.get(0), pool, recipient);
    }

    /** Every name under which the recipient may be known. */
    List<String> all(String pool, String recipient) {
        List<String> names = new ArrayList<>(macs.size());
        for (Mac mac : macs) {
            names.add(name(mac, pool, recipient));
        }
        return names;
    }

    private static String name(Mac mac, String pool, String recipient) {
        return HexFormat.of().formatHex(mac.doFinal(Keys.of(pool, recipient).getBytes(StandardCharsets.UTF_8)));
    }
}
