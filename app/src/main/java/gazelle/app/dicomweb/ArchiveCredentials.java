package gazelle.app.dicomweb;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of an archive's user: nothing, a name and a password (RFC 7617) or a token (RFC 6750).
 *
 * <p>They are kept in memory until they are closed and never written anywhere. Java's HTTP client takes headers as text, so copies
 * of a request's header stay in memory until they are collected.
 */
public final class ArchiveCredentials implements AutoCloseable {
    private final @Nullable String user;
    private final char[] secret;

    private ArchiveCredentials(@Nullable String user, char[] secret) {
        this.user = user;
        this.secret = secret;
    }

    /** For an archive that asks for none. */
    public static ArchiveCredentials none() {
        return new ArchiveCredentials(null, new char[0]);
    }

    /**
     * A name and a password.
     *
     * @param password copied
     */
    public static ArchiveCredentials basic(String user, char[] password) {
        if (user.isEmpty() || user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("user: (expected: a name without colons)");
        }
        return new ArchiveCredentials(user, password.clone());
    }

    /**
     * A token.
     *
     * @param token copied
     */
    public static ArchiveCredentials bearer(char[] token) {
        if (token.length == 0 || !CharBuffer.wrap(token).chars().allMatch(ArchiveCredentials::mayStandInToken)) {
            throw new IllegalArgumentException("token: (expected: letters, digits and -._~+/=)");
        }
        return new ArchiveCredentials(null, token.clone());
    }

    /** Returns whether there are any. */
    public boolean isPresent() {
        return user != null || secret.length > 0;
    }

    /** The value of the header {@code Authorization}. */
    Optional<String> header() {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (user == null) {
            return Optional.of("Bearer " + String.valueOf(secret));
        }
        byte[] pair = (user + ":" + String.valueOf(secret)).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public void close() {
        Arrays.fill(secret, '\0');
    }

    @Override
    public String toString() {
        return "ArchiveCredentials[withheld]";
    }

    private static boolean mayStandInToken(int letter) {
        return letter < 0x80 && (Character.isLetterOrDigit(letter) || "-._~+/=".indexOf(letter) >= 0);
    }
}
