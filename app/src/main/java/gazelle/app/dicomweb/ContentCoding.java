package gazelle.app.dicomweb;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Undoes the coding of a body (RFC 9110 section 8.4): gzip or none. */
final class ContentCoding {
    /** The codings that are asked for. */
    static final String ACCEPTED = "gzip, identity";

    private ContentCoding() {}

    /** A body that unpacks to more than the limit. */
    static final class TooLarge extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * Returns the body as it was before its coding.
     *
     * @param limit the most bytes that it may have
     * @throws TooLarge if it has more; no more than the limit is unpacked
     * @throws DicomWebException {@code NOT_DICOMWEB} if it is of another coding or damaged, {@code CUT_SHORT} if it lacks its end
     */
    static byte[] decoded(byte[] body, HttpHeaders headers, int limit) throws DicomWebException, TooLarge {
        List<String> codings = headers.allValues("Content-Encoding").stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.isEmpty() || body.length == 0) {
            return body;
        }
        if (codings.size() > 1 || !List.of("gzip", "x-gzip").contains(codings.getFirst())) {
            throw DicomWebException.notDicomWeb("it packs its answer in another way than gzip, the only one asked for");
        }
        byte[] plain;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            plain = in.readNBytes(limit + 1);
        } catch (EOFException ended) {
            throw DicomWebException.cutShort();
        } catch (IOException damaged) {
            throw DicomWebException.notDicomWeb(
                    "its answer says that it is packed with gzip, but is not or is damaged");
        }
        if (plain.length > limit) {
            throw new TooLarge();
        }
        return plain;
    }
}
