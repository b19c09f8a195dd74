package dev.linewarden.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in, as lines of {@code NAME ROLE HASH}. A password is kept as PBKDF2-HMAC-SHA256 of it, with a salt of its own;
 * one that was right is remembered under a key of this process, since browsers send it with every call. Thread-safe.
 */
public final class Logins {

    // What OWASP asks of PBKDF2-HMAC-SHA256.
    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int MOST_REMEMBERED = 1_000;
    private static final String SCHEME = "pbkdf2-sha256";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final int SHORTEST_PASSWORD = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Nobody: everybody who reaches this machine's loopback may do everything. */
    public static final Logins NONE = new Logins(Map.of(), null);

    private final Map<String, Login> logins;
    private final @Nullable Oidc oidc;
    // Of no password: trying it takes as long as trying a real one.
    private final String nobody;
    private final byte[] key = random(HASH_BITS / Byte.SIZE);
    private final Map<String, Role> remembered = new ConcurrentHashMap<>();

    /** What somebody may do; each may do what those before it may. */
    public enum Role {
        /** Reads, with handles masked, and simulates. */
        VIEWER,
        /** Hands in and cancels requests, reveals handles. */
        OPERATOR,
        /** Puts policies in force. */
        ADMIN;

        String roleName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The names of this role and of those that it includes. */
        List<String> included() {
            return Arrays.stream(values())
                    .filter(role -> role.compareTo(this) <= 0)
                    .map(Role::roleName)
                    .toList();
        }
    }

    private record Login(Role role, String hash) {}

    /** A file of logins that cannot be read; the message names the line. */
    public static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message);
        }
    }

    private Logins(Map<String, Login> logins, @Nullable Oidc oidc) {
        this.logins = Map.copyOf(logins);
        this.oidc = oidc;
        int most = logins.values().stream()
                .mapToInt(login -> iterations(login.hash()))
                .max()
                .orElse(ITERATIONS);
        this.nobody = SCHEME + "$" + most + "$AAAAAAAAAAAAAAAAAAAAAA$AAAA";
    }

    /** The same, and whoever an identity provider vouches for. */
    public Logins and(Oidc provider) {
        return new Logins(logins, provider);
    }

    /** The logins of a text; empty lines and those that begin with # are passed over. */
    public static Logins read(String text) throws BrokenException {
        Map<String, Login> logins = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", -1);
            Role role = parts.length == 3 ? roleOf(parts[1]) : null;
            if (role == null || !NAME.matcher(parts[0]).matches() || !parts[2].startsWith(SCHEME + "$")) {
                throw new BrokenException("line " + number + " is not NAME ROLE HASH with a role of " + roles()
                        + ": make one with `linewarden login NAME --role viewer`");
            }
            if (logins.put(parts[0], new Login(role, parts[2])) != null) {
                throw new BrokenException("line " + number + " names " + parts[0] + " again");
            }
        }
        return new Logins(logins, null);
    }

    /**
     * The line of a login.
     *
     * @throws BrokenException for a name that basic authentication cannot carry, or a password that is too short
     */
    public static String line(String name, Role role, char[] password) throws BrokenException {
        return line(name, role, password, ITERATIONS);
    }

    /** The same with another number of rounds: what a file holds is believed. */
    static String line(String name, Role role, char[] password, int iterations) throws BrokenException {
        if (!NAME.matcher(name).matches()) {
            throw new BrokenException("a name is 1 to 64 letters, digits, dots, dashes, underscores or @");
        }
        if (password.length < SHORTEST_PASSWORD) {
            throw new BrokenException("a password has at least " + SHORTEST_PASSWORD + " characters");
        }
        byte[] salt = random(SALT_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return name + " " + role.roleName() + " " + SCHEME + "$" + iterations + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash(password, salt, iterations));
    }

    /** Whether nobody could log in. */
    public boolean isEmpty() {
        return !hasPasswords() && !hasProvider();
    }

    /** Whether somebody logs in with a name and a password. */
    public boolean hasPasswords() {
        return !logins.isEmpty();
    }

    /** Whether somebody logs in at an identity provider. */
    public boolean hasProvider() {
        return oidc != null;
    }

    /**
     * How the identity provider is asked.
     *
     * @throws IllegalStateException where there is none
     */
    public Oidc atProvider() {
        if (oidc == null) {
            throw new IllegalStateException("no identity provider is configured");
        }
        return oidc;
    }

    /** What Micronaut is told of the identity provider; where there is none, that it need not look for one. */
    public Map<String, Object> providerProperties() {
        return oidc == null
                ? Map.of("micronaut.security.oauth2.enabled", false, "micronaut.security.token.jwt.enabled", false)
                : oidc.properties();
    }

    /** The role of whoever that is; null for a wrong name or password, after the same time for both. */
    @Nullable
    Role check(String name, String password) {
        String proof = proof(name, password);
        Role known = remembered.get(proof);
        if (known != null) {
            return known;
        }
        Login login = logins.get(name);
        boolean isRight = matches(password, login == null ? nobody : login.hash());
        if (login == null || !isRight) {
            return null;
        }
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.put(proof, login.role());
        }
        return login.role();
    }

    private static boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$", -1);
        try {
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] expected = Base64.getDecoder().decode(parts[3]);
            return MessageDigest.isEqual(expected, hash(password.toCharArray(), salt, Integer.parseInt(parts[1])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException broken) {
            return false;
        }
    }

    /** Of a hash that nothing can match, the usual number. */
    private static int iterations(String stored) {
        try {
            return Integer.parseInt(stored.split("\\$", -1)[1]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException broken) {
            return ITERATIONS;
        }
    }

    private static byte[] hash(char[] password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password, salt, iterations, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2 with SHA-256", impossible);
        }
    }

    private String proof(String name, String password) {
        return Base64.getEncoder().encodeToString(Hmac.of(key, name + '\0' + password));
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    static @Nullable Role roleOf(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.roleName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String roles() {
        return Arrays.stream(Role.values()).map(Role::roleName).collect(Collectors.joining(", "));
    }
}
