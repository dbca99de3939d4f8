package gazelle.viewer.format;

import java.nio.ByteBuffer;

/** The content of files that tests compose in buffers. */
final class FileBytes {
    private FileBytes() {}

    static byte[] of(ByteBuffer file) {
        byte[] content = new byte[file.capacity()];
        file.get(0, content);
        return content;
    }
}
