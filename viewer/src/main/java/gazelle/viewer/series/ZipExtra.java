package gazelle.viewer.series;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A further field of a file in a ZIP archive (PKWARE APPNOTE 4.5): {@code id(2) length(2) value}.
 *
 * @param id its kind
 * @param value its bytes, numbers little endian
 */
record ZipExtra(int id, ByteBuffer value) {
    private static final int HEADER_BYTES = 4;

    /** Returns the fields that are whole; what follows them is left out, as other programs do. */
    static List<ZipExtra> all(byte[] extra) {
        List<ZipExtra> fields = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= HEADER_BYTES) {
            int id = Short.toUnsignedInt(bytes.getShort());
            int length = Short.toUnsignedInt(bytes.getShort());
            if (length > bytes.remaining()) {
                break;
            }
            fields.add(new ZipExtra(id, bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN)));
            bytes.position(bytes.position() + length);
        }
        return fields;
    }
}
