package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes of 2 x 2 x 1 voxels, 1 and 2 in the first line of the file, 3 and 4 in the second. */
class AnalyzeTest {
    /** The views of dbh.h; ITK knows them as RPI, RIP, PIR, RAI, RSP and PSR, by the side where each dimension starts. */
    @ParameterizedTest
    @CsvSource({
        "0, transverse, 3 4 1 2",
        "1, coronal, 3 4 1 2",
        "2, sagittal, 4 3 2 1",
        "3, 'transverse, flipped', 1 2 3 4",
        "4, 'coronal, flipped', 1 2 3 4",
        "5, 'sagittal, flipped', 2 1 4 3",
        "9, 'unknown, taken as transverse', 3 4 1 2"
    })
    void turnsSlicesAsTheViewSays(int code, String view, String pixels) throws UnreadableImageException {
        SliceFile slice = read(header(ByteOrder.LITTLE_ENDIAN, 2).put(252, (byte) code), new byte[] {1, 2, 3, 4});

        assertThat(text(slice)).isEqualTo(pixels);
        assertThat(slice.info().geometry()).isNull();
        assertThat(slice.info().notes()).anyMatch(note -> note.contains("(" + view + ")"));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 2", "8, 4", "16, 4", "64, 8", "130, 1", "132, 2", "136, 4"})
    void readsEachTypeInBothByteOrders(int type, int size) throws UnreadableImageException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer voxels = ByteBuffer.allocate(4 * size).order(order);
            for (int i = 0; i < 4; i++) {
                switch (type) {
                    case 2, 130 -> voxels.put(i, (byte) (i + 1));
                    case 4, 132 -> voxels.putShort(2 * i, (short) (i + 1));
                    case 8, 136 -> voxels.putInt(4 * i, i + 1);
                    case 16 -> voxels.putFloat(4 * i, i + 1);
                    default -> voxels.putDouble(8 * i, i + 1);
                }
            }

            assertThat(text(read(header(order, type), FileBytes.of(voxels)))).isEqualTo("3 4 1 2");
        }
    }

    @Test
    void appliesTheFactorOfSpm() throws UnreadableImageException {
        SliceFile slice = read(header(ByteOrder.LITTLE_ENDIAN, 2).putFloat(112, 2), new byte[] {1, 2, 3, 4});

        assertThat(text(slice)).isEqualTo("6 8 2 4");
    }

    @Test
    void skipsWhatPrecedesTheVoxels() throws UnreadableImageException {
        for (float offset : new float[] {2, -2}) {
            ByteBuffer header = header(ByteOrder.LITTLE_ENDIAN, 2).putFloat(108, offset);

            assertThat(text(read(header, new byte[] {9, 9, 1, 2, 3, 4}))).isEqualTo("3 4 1 2");
        }
    }

    @Test
    void refusesByName() {
        ByteBuffer gaps =
                header(ByteOrder.LITTLE_ENDIAN, 2).putShort(40, (short) 4).putShort(48, (short) 2);

        assertRefused(header(ByteOrder.LITTLE_ENDIAN, 1), "stores its voxels as single bits");
        assertRefused(header(ByteOrder.BIG_ENDIAN, 32), "stores its voxels as complex numbers");
        assertRefused(header(ByteOrder.BIG_ENDIAN, 77), "an unknown type (77)");
        assertRefused(gaps.putFloat(108, -4), "gaps between its volumes");
        assertRefused(header(ByteOrder.LITTLE_ENDIAN, 64), "ends too early");
        assertRefused(header(ByteOrder.LITTLE_ENDIAN, 2).putShort(44, (short) -1), "an impossible size");
        UnreadableImageException alone = catchThrowableOfType(
                UnreadableImageException.class,
                () -> SliceReader.read(FileBytes.of(header(ByteOrder.LITTLE_ENDIAN, 2))));
        assertThat(alone).hasMessageContaining("This ANALYZE 7.5 file is a header alone");
        assertThat(alone.code()).isEqualTo(Code.TRUNCATED);
    }

    private static void assertRefused(ByteBuffer header, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> read(header, new byte[] {1, 2, 3, 4}));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
    }

    private static SliceFile read(ByteBuffer header, byte[] voxels) throws UnreadableImageException {
        Neighbours neighbours = new Neighbours() {
            @Override
            public String ownName() {
                return "x.hdr";
            }

            @Override
            public Optional<byte[]> read(String name) {
                return name.equals("x.img") ? Optional.of(voxels) : Optional.empty();
            }
        };
        return SliceReader.open(FileBytes.of(header), neighbours).slice(0);
    }

    private static String text(SliceFile slice) {
        StringBuilder text = new StringBuilder();
        for (float pixel : slice.image().pixels()) {
            text.append((int) pixel).append(' ');
        }
        return text.toString().strip();
    }

    private static ByteBuffer header(ByteOrder order, int type) {
        ByteBuffer header = ByteBuffer.allocate(348).order(order);
        header.putInt(0, 348).putShort(40, (short) 3);
        header.putShort(42, (short) 2).putShort(44, (short) 2).putShort(46, (short) 1);
        return header.putShort(70, (short) type).putFloat(80, 1).putFloat(84, 1).putFloat(88, 1);
    }
}
