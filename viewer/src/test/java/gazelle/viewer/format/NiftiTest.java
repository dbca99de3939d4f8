package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBothByteOrdersPackedAndNot(boolean bigEndian) throws Exception {
        byte[] content = volume(bigEndian ? ByteOrder.BIG_ENDIAN : LITTLE, 4, 16);

        for (byte[] variant : new byte[][] {content, packed(content)}) {
            SliceStack stack = SliceReader.open(variant);
            assertThat(stack.size()).isEqualTo(2);
            // Dimensions run right, front, head: the screen shows left to the right and back below, so both turn
            // around.
            assertThat(stack.slice(0).image().pixels()).containsExactly(6, 5, 4, 3, 2, 1);
            assertThat(stack.slice(1).image().pixels()).containsExactly(12, 11, 10, 9, 8, 7);
            assertThat(stack.stored(0).values()).containsExactly(6, 5, 4, 3, 2, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 8", "4, 16", "8, 32", "16, 32", "64, 64", "256, 8", "512, 16", "768, 32"})
    void readsEachVoxelType(int type, int bits) throws UnreadableImageException {
        assertThat(SliceReader.open(volume(LITTLE, type, bits)).slice(1).image().pixels())
                .containsExactly(12, 11, 10, 9, 8, 7);
    }

    @Test
    void appliesSlopeAndIntercept() throws UnreadableImageException {
        byte[] content = volume(LITTLE, 4, 16);
        ByteBuffer.wrap(content).order(LITTLE).putFloat(112, 0.5f).putFloat(116, -1);

        assertThat(SliceReader.open(content).slice(0).image().pixels()).containsExactly(2, 1.5f, 1, 0.5f, 0, -0.5f);
    }

    @Test
    void turnsSagittalSlicesUpright() throws UnreadableImageException {
        // First dimension to the front, second to the head, third to the right: slices face left, head up.
        byte[] content = volume(LITTLE, 4, 16);
        ByteBuffer header = ByteBuffer.wrap(content).order(LITTLE);
        header.putShort(254, (short) 1);
        affine(header, new float[] {0, 0, 3, 10}, new float[] {1, 0, 0, 20}, new float[] {0, 2, 0, 30});

        SliceGeometry geometry = geometry(SliceReader.open(content).slice(0));

        assertThat(SliceReader.open(content).slice(0).image().pixels()).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(geometry.alongRow()).isEqualTo(new PatientVector(0, 1, 0));
        assertThat(geometry.alongColumn().superior()).isEqualTo(-1);
        assertThat(geometry.position()).isEqualTo(new PatientVector(-10, -22, 32));
    }

    @Test
    void readsTheQuaternionWhereThereIsNoMatrix() throws UnreadableImageException {
        // Half a turn around the axis to the head: right becomes left, front becomes back.
        byte[] content = volume(LITTLE, 4, 16);
        ByteBuffer header = ByteBuffer.wrap(content).order(LITTLE);
        header.putShort(252, (short) 1).putFloat(264, 1);

        assertThat(SliceReader.open(content).slice(0).image().pixels()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void saysWhenTheOrientationIsUnknown() throws UnreadableImageException {
        byte[] content = volume(LITTLE, 4, 16);

        assertThat(SliceReader.open(content).slice(0).info().notes())
                .anyMatch(note -> note.contains("left and right may be exchanged"));
    }

    @Test
    void volumeAndDicomSlicesOfOnePatientAreTheSamePicture() throws UnreadableImageException {
        SliceStack volume = SliceReader.open(SampleFiles.nifti("brain-pd-axial.nii.gz"));
        SliceFile dicom = SliceReader.read(SampleFiles.dicom("brain-pd-axial-14.dcm"));

        SliceFile slice = volume.slice(13);

        assertThat(slice.image().pixels()).containsExactly(dicom.image().pixels());
        PatientVector apart = geometry(slice).position().plus(geometry(dicom).position(), -1);
        assertThat(apart.length()).isLessThan(0.2);
    }

    /**
     * The header's rows (nifti_tool -disp_hdr) say: i runs 2 mm to the left, j 2 mm to the head, k 3 mm to the front, from a
     * first voxel 254 mm behind the origin. So the first slice is the foremost, and its top row the highest j.
     */
    @Test
    void placesTheHeadAsItsMatrixSays() throws Exception {
        byte[] raw;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(SampleFiles.nifti("head-t1.nii.gz")))) {
            raw = in.readAllBytes();
        }
        SliceStack stack = SliceReader.open(SampleFiles.nifti("head-t1.nii.gz"));

        assertThat(stack.size()).isEqualTo(62);
        for (int index : new int[] {0, 31, 61}) {
            SliceFile slice = stack.slice(index);
            int k = 61 - index;
            SliceGeometry geometry = geometry(slice);
            assertClose(geometry.position(), new PatientVector(0, 254 - 3 * k, 2 * 127));
            assertClose(geometry.alongRow(), new PatientVector(1, 0, 0));
            assertClose(geometry.alongColumn(), new PatientVector(0, 0, -1));
            for (int y = 0; y < 128; y++) {
                for (int x = 0; x < 128; x++) {
                    int at = 352 + 2 * ((k * 128 + 127 - y) * 128 + x);
                    int voxel = (raw[at] & 0xFF) | (raw[at + 1] & 0xFF) << 8;
                    assertThat(slice.image().pixel(x, y)).isEqualTo(voxel);
                }
            }
        }
    }

    @Test
    void refusesWhatContradictsItself() throws IOException {
        byte[] whole = volume(LITTLE, 4, 16);
        byte[] mismatch = volume(LITTLE, 4, 8);
        byte[] complex = volume(LITTLE, 32, 64);
        byte[] huge = whole.clone();
        ByteBuffer.wrap(huge).order(LITTLE).putShort(42, (short) 32767).putShort(44, (short) 32767);

        assertRefused(Arrays.copyOf(whole, whole.length - 1), Code.TRUNCATED, "ends too early");
        assertRefused(mismatch, Code.SIZE_MISMATCH, "does not match");
        assertRefused(complex, Code.UNSUPPORTED_ENCODING, "complex numbers");
        assertRefused(huge, Code.TOO_LARGE, "32767 x 32767");
        assertRefused(Arrays.copyOf(packed(whole), 60), Code.TRUNCATED, "ends too early");
        assertRefused(packed(new byte[400]), Code.NOT_AN_IMAGE, "what it holds is no format that is read");
    }

    private static void assertClose(PatientVector actual, PatientVector expected) {
        assertThat(actual.plus(expected, -1).length())
                .as(actual + " and " + expected)
                .isLessThan(1e-6);
    }

    private static SliceGeometry geometry(SliceFile slice) {
        return Objects.requireNonNull(slice.info().geometry());
    }

    private static void assertRefused(byte[] content, Code code, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(content));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
        assertThat(refusal.code()).isEqualTo(code);
    }

    /** 3 x 2 x 2 voxels, 1 to 12. */
    private static byte[] volume(ByteOrder order, int type, int bits) {
        ByteBuffer bytes = ByteBuffer.allocate(352 + 12 * bits / 8).order(order);
        bytes.putInt(0, 348).putShort(40, (short) 3);
        bytes.putShort(42, (short) 3).putShort(44, (short) 2).putShort(46, (short) 2);
        bytes.putShort(70, (short) type).putShort(72, (short) bits).putFloat(108, 352);
        bytes.putFloat(80, 1).putFloat(84, 1).putFloat(88, 1);
        bytes.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
        for (int i = 0; i < 12; i++) {
            int at = 352 + i * bits / 8;
            switch (type) {
                case 2, 256 -> bytes.put(at, (byte) (i + 1));
                case 4, 512 -> putIfFits(bytes, at, bits, i + 1);
                case 8, 768 -> bytes.putInt(at, i + 1);
                case 16 -> bytes.putFloat(at, i + 1);
                case 64 -> bytes.putDouble(at, i + 1);
                default -> bytes.put(at, (byte) 0);
            }
        }
        return bytes.array();
    }

    private static void putIfFits(ByteBuffer bytes, int at, int bits, int value) {
        if (bits == 16) {
            bytes.putShort(at, (short) value);
        }
    }

    private static void affine(ByteBuffer header, float[]... rows) {
        for (int i = 0; i < 12; i++) {
            header.putFloat(280 + 4 * i, rows[i / 4][i % 4]);
        }
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
