package dev.linewarden.audit.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for people and texts under which they can be counted and joined, but not known: the first 16 hex digits of an
 * HMAC-SHA256. Its key lies beside the caches and in none of them, so that a cache or an export alone does not let phone
 * numbers be tried one after the other. Not thread-safe.
 */
final class Pseudonym {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 8;
    // Many are written to again, and a campaign says the same to many; of what is longer each has its own.
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_REMEMBERED = 200;

    private final Mac mac;
    private final Map<String, String> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    Pseudonym(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** With a key that nobody keeps: names that mean nothing elsewhere. */
    static Pseudonym forOnce() {
        return new Pseudonym(freshKey());
    }

    /** With the key that lies in the file, which is made when it is not there. */
    static Pseudonym keptIn(Path file) throws IOException {
        try {
            return new Pseudonym(Files.readAllBytes(file));
        } catch (NoSuchFileException first) {
            byte[] key = freshKey();
            try {
                PrivateFiles.create(file);
                Files.write(file, key);
                return new Pseudonym(key);
            } catch (FileAlreadyExistsException another) {
                return new Pseudonym(Files.readAllBytes(file));
            }
        }
    }

    private static byte[] freshKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    String of(String text) {
        return text.length() > LONGEST_REMEMBERED ? computed(text) : names.computeIfAbsent(text, this::computed);
    }

    private String computed(String text) {
        byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    }
}
