package gazelle.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The textual encoding of keys and certificates (RFC 7468), one object a file. */
final class Pem {
    private static final int LINE_LENGTH = 64;

    private Pem() {}

    static byte[] encode(byte[] der, String label) {
        byte[] newline = {'\n'};
        byte[] body = Base64.getMimeEncoder(LINE_LENGTH, newline).encode(der);
        byte[] begin = line("BEGIN", label);
        byte[] end = line("END", label);
        byte[] pem = new byte[begin.length + body.length + 1 + end.length];
        System.arraycopy(begin, 0, pem, 0, begin.length);
        System.arraycopy(body, 0, pem, begin.length, body.length);
        pem[begin.length + body.length] = '\n';
        System.arraycopy(end, 0, pem, begin.length + body.length + 1, end.length);
        Arrays.fill(body, (byte) 0);
        return pem;
    }

    /**
     * The object of a file.
     *
     * @throws IllegalArgumentException if the bytes are not one object with that label
     */
    static byte[] decode(byte[] pem, String label) {
        String text = new String(pem, StandardCharsets.US_ASCII).strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw new IllegalArgumentException("pem: (expected: one " + label + ")");
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    }

    private static byte[] line(String word, String label) {
        return ("-----" + word + " " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    }
}
