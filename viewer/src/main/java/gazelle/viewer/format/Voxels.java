package gazelle.viewer.format;

import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The stored voxels of a volume, unpacked, all of them within the content.
 *
 * @param bytes the content that holds them, in their byte order
 * @param offset where the first voxel lies, in bytes
 * @param type the storage of one
 * @param size how many there are
 * @param inner how many numbers that belong to different volumes lie between neighbours of the first dimension: 1, or the number of
 *     volumes where a file has all volumes' values of one voxel side by side
 */
record Voxels(ByteBuffer bytes, int offset, VoxelType type, VolumeSize size, int inner) {
    /**
     * Volumes that follow each other.
     *
     * @param format the format's name for people
     * @throws UnreadableImageException if the content does not hold them
     */
    static Voxels of(String format, ByteBuffer bytes, double offset, VoxelType type, VolumeSize size)
            throws UnreadableImageException {
        if (!(offset >= 0) || offset > bytes.capacity()) {
            throw UnreadableImageException.damaged(format, "its header does not say where the voxels are");
        }
        if (bytes.capacity() - (int) offset < size.voxels() * type.sizeBytes()) {
            throw UnreadableImageException.truncated(format);
        }
        return new Voxels(bytes, (int) offset, type, size, 1);
    }

    /** The same where the values that one voxel has in every volume lie side by side. */
    Voxels interleaved() {
        return new Voxels(bytes, offset, type, size, size.volumes());
    }

    /** Returns the place of a voxel, in bytes. */
    int at(int x, int y, int z, int volume) {
        long index = ((long) z * size.down() + y) * size.across() + x;
        long place = inner > 1
                ? index * inner + volume
                : index + (long) volume * size.across() * size.down() * size.slices();
        return (int) (offset + place * type.sizeBytes());
    }

    /** A stored number; whole ones beyond 53 bits rounded to them. */
    double number(int at) {
        return type.read(bytes, at);
    }

    /** A part of a colour, 0 red to 3 opacity. */
    int part(int at, int part) {
        return bytes.get(at + part) & 0xFF;
    }

    boolean isBigEndian() {
        return bytes.order() == ByteOrder.BIG_ENDIAN;
    }
}
