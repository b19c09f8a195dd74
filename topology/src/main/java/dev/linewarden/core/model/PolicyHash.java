package dev.linewarden.core.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a policy by its text: who has the text can tell whether it was in force. */
public final class PolicyHash {

    private static final int HEX_DIGITS = 16;

    /** Of a pool that adopted no policy: the hash of {@code {}}, the policy that says nothing. */
    public static final String OF_DEFAULTS = of("{}");

    private PolicyHash() {}

    /** The first 16 hex digits of the SHA-256 of the text as it was adopted, in UTF-8. */
    public static String of(String policy) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(policy.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
