package gazelle.viewer.series;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The names of files in ZIP archives: UTF-8 where the archive says so or the bytes are so (PKWARE APPNOTE appendix D), else the code page
 * that file managers of the computer's language write.
 */
final class ZipNames {
    private static final int UTF_8_FLAG = 1 << 11;
    private static final int UNICODE_PATH = 0x7075;

    private ZipNames() {}

    /**
     * Decodes a name.
     *
     * @param flags of the file
     * @param extra its further fields
     * @param locale of the computer
     */
    static String decode(byte[] name, int flags, byte[] extra, Locale locale) {
        if ((flags & UTF_8_FLAG) != 0) {
            return new String(name, StandardCharsets.UTF_8);
        }
        return unicodePath(name, extra)
                .or(() -> strictly(name, StandardCharsets.UTF_8))
                .or(() -> strictly(name, Charset.forName(codePage(locale))))
                .orElseGet(() -> new String(name, Charset.forName("IBM437")));
    }

    /** Info-ZIP's field (APPNOTE 4.6.9): version, check sum of the name that it replaces, and the name in UTF-8. */
    private static Optional<String> unicodePath(byte[] name, byte[] extra) {
        for (ZipExtra field : ZipExtra.all(extra)) {
            ByteBuffer value = field.value();
            if (field.id() == UNICODE_PATH && value.remaining() > 5 && value.get() == 1) {
                CRC32 sum = new CRC32();
                sum.update(name);
                if (value.getInt() == (int) sum.getValue()) {
                    byte[] path = new byte[value.remaining()];
                    value.get(path);
                    return strictly(path, StandardCharsets.UTF_8);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> strictly(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException others) {
            return Optional.empty();
        }
    }

    /** The code page of the command line of Windows in a language, in which its file manager writes names. */
    static String codePage(Locale locale) {
        return switch (locale.getLanguage()) {
            case "ja" -> "windows-31j";
            case "zh" -> locale.getCountry().matches("TW|HK|MO") ? "Big5" : "GBK";
            case "ko" -> "x-windows-949";
            case "ru", "uk", "be", "bg" -> "IBM866";
            case "pl", "cs", "sk", "hu", "sl", "hr", "ro", "sq", "bs" -> "IBM852";
            case "el" -> "x-IBM737";
            case "tr" -> "IBM857";
            case "he" -> "IBM862";
            case "lt", "lv", "et" -> "IBM775";
            case "de", "fr", "es", "it", "pt", "nl", "sv", "nb", "no", "da", "fi", "is" -> "IBM850";
            default -> "IBM437";
        };
    }
}
