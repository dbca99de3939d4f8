package gazelle.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import gazelle.viewer.codec.CodecException;
import gazelle.viewer.codec.FrameSize;
import gazelle.viewer.codec.Jpeg2000Decoder;
import gazelle.viewer.codec.JpegDecoder;
import gazelle.viewer.codec.JpegLsDecoder;
import gazelle.viewer.codec.RleDecoder;
import gazelle.viewer.codec.Samples;
import gazelle.viewer.dicom.DeidentificationException;
import gazelle.viewer.dicom.Deidentifier;
import gazelle.viewer.dicom.DicomDirectory;
import gazelle.viewer.dicom.DicomTag;
import gazelle.viewer.dicom.DicomTags;
import gazelle.viewer.series.FileList;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Any bytes end in samples or in the expected refusal, within two seconds of processor time and a stated allocation.
 *
 * <p>The normal run tries the seeds under {@code src/test/resources}. To search with every target: {@code .ci/fuzz SECONDS}.
 */
class HostileBytesFuzzTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final FrameSize SIZE = new FrameSize(37, 29, 1);
    private static final long CODEC_BYTES = 64L << 20;

    /** The largest picture as samples, single-precision values and the copy that an immutable picture takes. */
    private static final long FILE_BYTES = 1L << 30;

    private static final Deidentifier RUN = new Deidentifier(new SecureRandom());
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A decoder of one picture. */
    private interface Decoder {
        Samples decode(byte[] data) throws CodecException;
    }

    @FuzzTest(maxDuration = "60s")
    void dicom(byte[] data) {
        byte[] file = new byte[132 + data.length];
        System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, file, 128, 4);
        System.arraycopy(data, 0, file, 132, data.length);
        open(file);
        within(FILE_BYTES, () -> {
            try {
                DicomTags tags = DicomTags.parse(file);
                for (DicomTag tag : tags.list()) {
                    assertThat(tag.offset() + tag.length()).isLessThanOrEqualTo(tags.content().length);
                }
            } catch (UnreadableImageException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        });
    }

    @FuzzTest(maxDuration = "60s")
    void nifti(byte[] data) {
        byte[] file = data.clone();
        if (file.length >= 348) {
            System.arraycopy(new byte[] {'n', '+', '1', 0}, 0, file, 344, 4);
        }
        open(file);
    }

    @FuzzTest(maxDuration = "60s")
    void nifti2(byte[] data) {
        byte[] file = data.clone();
        if (file.length >= 540) {
            System.arraycopy(new byte[] {'n', '+', '2', 0}, 0, file, 4, 4);
        }
        open(file);
    }

    /** The header and then the voxels. */
    @FuzzTest(maxDuration = "60s")
    void analyze(byte[] data) {
        int split = Math.min(348, data.length);
        byte[] header = Arrays.copyOf(data, split);
        byte[] voxels = Arrays.copyOfRange(data, split, data.length);
        if (split == 348) {
            System.arraycopy(new byte[] {0x5C, 1, 0, 0}, 0, header, 0, 4);
        }
        open(header, new Neighbours() {
            @Override
            public String ownName() {
                return "x.hdr";
            }

            @Override
            public Optional<byte[]> read(String name) {
                return name.equals("x.img") ? Optional.of(voxels) : Optional.empty();
            }
        });
    }

    @FuzzTest(maxDuration = "60s")
    void nrrd(byte[] data) {
        open(behind("NRRD0005\n", data));
    }

    @FuzzTest(maxDuration = "60s")
    void metaImage(byte[] data) {
        open(behind("ObjectType = Image\n", data));
    }

    @FuzzTest(maxDuration = "60s")
    void mgh(byte[] data) {
        open(behind("\0\0\0\1", data));
    }

    @FuzzTest(maxDuration = "60s")
    void anyFile(byte[] data) {
        open(data.clone());
    }

    /** A file of an archive is read or refused; the archive is one or is refused. */
    @FuzzTest(maxDuration = "60s")
    void zip(byte[] data) throws IOException {
        Path file = Files.createTempFile("hostile", ".zip");
        try {
            Files.write(file, data);
            within(FILE_BYTES, () -> {
                try {
                    FileList list = SeriesReader.list(file);
                    for (int i = 0; i < Math.min(list.size(), 16); i++) {
                        readOrRefuse(list, i);
                    }
                } catch (UnreadableImageException refusal) {
                    assertThat(refusal.getMessage()).isNotBlank();
                }
            });
        } finally {
            Files.delete(file);
        }
    }

    private static void readOrRefuse(FileList list, int index) {
        try {
            assertThat(list.content(index).length).isLessThanOrEqualTo(FileLimits.MAX_FILE_SIZE_BYTES);
        } catch (UnreadableImageException refusal) {
            assertThat(refusal.getMessage()).isNotBlank();
        }
    }

    /** The directory of a disc names files or is refused. */
    @FuzzTest(maxDuration = "60s")
    void directory(byte[] data) {
        within(FILE_BYTES, () -> {
            try {
                assertThat(DicomDirectory.references(data))
                        .allSatisfy(path -> assertThat(path).isNotEmpty());
            } catch (UnreadableImageException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        });
    }

    /** The file written can be followed to its end and holds nothing private, or it was refused. */
    @FuzzTest(maxDuration = "60s")
    void deidentify(byte[] data) {
        byte[] file = new byte[132 + data.length];
        System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, file, 128, 4);
        System.arraycopy(data, 0, file, 132, data.length);
        within(FILE_BYTES, () -> {
            try {
                byte[] written = RUN.apply(file, false).content();
                assertThat(DicomTags.parse(written).complete()).isTrue();
                assertThat(DicomTags.parse(written).list()).noneMatch(DicomTag::isPrivate);
            } catch (UnreadableImageException | DeidentificationException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        });
    }

    @FuzzTest(maxDuration = "60s")
    void rle(byte[] data) {
        decode(data, bytes -> RleDecoder.decode(bytes, SIZE, 2));
    }

    @FuzzTest(maxDuration = "60s")
    void jpeg(byte[] data) {
        decode(data, bytes -> JpegDecoder.decode(bytes, SIZE));
    }

    @FuzzTest(maxDuration = "60s")
    void jpegLs(byte[] data) {
        decode(data, bytes -> JpegLsDecoder.decode(bytes, SIZE));
    }

    @FuzzTest(maxDuration = "60s")
    void jpeg2000(byte[] data) {
        decode(data, bytes -> Jpeg2000Decoder.decode(bytes, SIZE));
    }

    private static byte[] behind(String mark, byte[] data) {
        byte[] file = Arrays.copyOf(mark.getBytes(StandardCharsets.US_ASCII), mark.length() + data.length);
        System.arraycopy(data, 0, file, mark.length(), data.length);
        return file;
    }

    private static void open(byte[] file) {
        open(file, Neighbours.NONE);
    }

    private static void open(byte[] file, Neighbours neighbours) {
        within(FILE_BYTES, () -> {
            try {
                SliceStack stack = SliceReader.open(file, neighbours);
                assertThat(stack.slice(stack.preferred()).image().width()).isPositive();
                assertThat(stack.slice(stack.size() - 1).initialWindow().width())
                        .isPositive();
            } catch (UnreadableImageException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        });
    }

    private static void decode(byte[] data, Decoder decoder) {
        within(CODEC_BYTES, () -> {
            try {
                assertThat(decoder.decode(data).values()).hasSize(SIZE.samples());
            } catch (CodecException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        });
    }

    /** Judges a second run if the first went beyond the limits: it may have loaded classes, which a search also instruments. */
    private static void within(long allocation, Runnable task) {
        Cost cost = Cost.of(task);
        if (cost.bytes() >= allocation || cost.time().compareTo(LIMIT) >= 0) {
            cost = Cost.of(task);
        }
        assertThat(cost.bytes()).isLessThan(allocation);
        assertThat(cost.time()).isLessThan(LIMIT);
    }

    /** A task's cost on its thread. */
    private record Cost(long bytes, Duration time) {
        static Cost of(Runnable task) {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long nanos = THREADS.getCurrentThreadCpuTime();
            task.run();
            return new Cost(
                    THREADS.getCurrentThreadAllocatedBytes() - bytes,
                    Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - nanos));
        }
    }
}
