package gazelle.app.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.WireJson;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest. Whoever has the same bytes can tell that they were digested: it hides nothing that can be guessed.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(@JsonValue String hex) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sha256 {
        if (!DIGITS.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "digest: " + hex.length() + " characters (expected: 64 lower-case hexadecimal digits)");
        }
    }

    /** The digest of some bytes. */
    public static Sha256 of(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(content);
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * The digest of a model's input: its channels, height and width, then its values by channel and row, each as four bytes, the most
     * significant first.
     */
    public static Sha256 of(QuantisedTensor input) {
        TensorShape shape = input.shape();
        int[] values = input.values();
        ByteBuffer bytes = ByteBuffer.allocate((3 + values.length) * Integer.BYTES);
        bytes.putInt(shape.channels()).putInt(shape.height()).putInt(shape.width());
        for (int value : values) {
            bytes.putInt(value);
        }
        return of(bytes.array());
    }

    /** The digest of a model as it was offered: the JSON of its card, then that of its network, as the protocol sends them. */
    public static Sha256 of(ModelOffer offer) {
        byte[] card = WireJson.write(offer.card());
        byte[] network = WireJson.write(offer.network());
        return of(ByteBuffer.allocate(card.length + network.length)
                .put(card)
                .put(network)
                .array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
