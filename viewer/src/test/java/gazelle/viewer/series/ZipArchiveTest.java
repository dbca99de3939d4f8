package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipArchiveTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "IBM437, en, Schädel",
        "IBM850, de, Schädel MRT Ärztin",
        "IBM852, pl, głowa",
        "IBM866, ru, голова",
        "windows-31j, ja, 頭部",
        "GBK, zh, 头部",
        "x-windows-949, ko, 두부",
        "UTF-8, de, Schädel"
    })
    void readsNamesOfCodePages(String charset, String language, String name) throws Exception {
        Path zip = write(slice(), name.getBytes(Charset.forName(charset)), 0, 0, new byte[0]);

        FoundFiles found = ZipArchive.files(zip, Locale.of(language));

        assertThat(found.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo(name);
            assertThat(file.read(Integer.MAX_VALUE)).isEqualTo(slice());
        });
    }

    @Test
    void readsNamesThatNoCodePageOfTheLanguageHas() throws Exception {
        byte[] name = {'a', (byte) 0x81, (byte) 0xFF};

        assertThat(ZipArchive.files(write(slice(), name, 0, 0, new byte[0]), Locale.JAPAN)
                        .files())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).startsWith("aü"));
    }

    /** Info-ZIP's field holds the name in UTF-8 and the check sum of the other, which it must fit. */
    @Test
    void prefersInfoZipsUnicodePath() throws Exception {
        byte[] name = "Sch?del".getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        byte[] path = "Schädel.dcm".getBytes(StandardCharsets.UTF_8);
        ByteBuffer extra = ByteBuffer.allocate(9 + path.length).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 0x7075).putShort((short) (5 + path.length)).put((byte) 1);
        extra.putInt((int) sum.getValue()).put(path);

        assertThat(name(write(slice(), name, 0, 0, extra.array()))).isEqualTo("Schädel.dcm");
        extra.putInt(5, 0);
        assertThat(name(write(slice(), name, 0, 0, extra.array())))
                .as("made for another name")
                .isEqualTo("Sch?del");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, is protected by a password",
        "1, 99, is protected by a password",
        "0, 9, is packed with Deflate64",
        "0, 12, is packed with bzip2",
        "0, 14, is packed with LZMA",
        "0, 93, is packed with Zstandard",
        "0, 95, is packed with XZ",
        "0, 98, is packed with PPMd",
        "0, 77, is packed with an unknown compression (number 77)"
    })
    void namesWhatItDoesNotUnpack(int flags, int method, String message) throws Exception {
        Path zip = write(slice(), new byte[] {'a'}, flags, method, new byte[0]);

        assertThatThrownBy(() -> ZipArchive.files(zip, Locale.ROOT))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("This ZIP archive " + message)
                .hasMessageContaining(flags == 1 ? "Unpack the archive with the password" : "pack it again");
    }

    @Test
    void readsTheOtherFilesOfAnArchiveWithOneThatIsLocked() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        entry(out, list, slice(), "open.dcm".getBytes(StandardCharsets.US_ASCII), 0, 0, new byte[0]);
        entry(out, list, slice(), "locked.dcm".getBytes(StandardCharsets.US_ASCII), 1, 0, new byte[0]);
        Path zip = finish(out, list, 2);

        SeriesIndex index = SeriesReader.open(zip);

        assertThat(index.series()).hasSize(1);
        assertThat(index.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.name()).isEqualTo("locked.dcm");
            assertThat(refusal.isOfAnotherKind()).isFalse();
            assertThat(refusal.reason())
                    .hasMessageContaining("This file of the ZIP archive is protected by a password");
        });
    }

    @Test
    void readsZip64AndBytesBeforeTheArchive() throws Exception {
        Path plain = write(slice(), new byte[] {'a'}, 0, 0, new byte[0]);
        byte[] content = Files.readAllBytes(plain);
        ByteArrayOutputStream shifted = new ByteArrayOutputStream();
        shifted.writeBytes(new byte[1000]);
        shifted.writeBytes(content);
        Path file = Files.write(folder.resolve("shifted.zip"), shifted.toByteArray());

        assertThat(ZipArchive.files(file, Locale.ROOT).files().getFirst().read(Integer.MAX_VALUE))
                .isEqualTo(slice());
        Path large = Files.write(folder.resolve("large.zip"), zip64());
        assertThat(ZipArchive.files(large, Locale.ROOT).files().getFirst().read(Integer.MAX_VALUE))
                .isEqualTo(slice());
    }

    @Test
    void refusesContentThatDoesNotFitItsCheckSum() throws Exception {
        Path zip = write(slice(), new byte[] {'a'}, 0, 0, new byte[0]);
        byte[] content = Files.readAllBytes(zip);
        content[31 + 200]++;
        Files.write(zip, content);
        SliceSource file = ZipArchive.files(zip, Locale.ROOT).files().getFirst();

        assertThatThrownBy(() -> file.read(Integer.MAX_VALUE)).hasMessageContaining("a file in it cannot be unpacked");
        assertThat(file.read(100)).as("the beginning, for a list").hasSize(100);
    }

    @Test
    void namesAPartOfASplitArchiveAndTakesAnEmptyOne() throws Exception {
        byte[] empty = new byte[22];
        System.arraycopy(new byte[] {'P', 'K', 5, 6}, 0, empty, 0, 4);
        Path zip = Files.write(folder.resolve("empty.zip"), empty);

        assertThat(SeriesReader.open(zip).series()).isEmpty();
        empty[4] = 3;
        Files.write(zip, empty);
        assertThatThrownBy(() -> ZipArchive.files(zip, Locale.ROOT)).hasMessageContaining("split into several files");
    }

    /** Java's own writer, with a descriptor behind the content instead of sizes before it. */
    @Test
    void readsWhatJavaWrites() throws Exception {
        Path zip = folder.resolve("java.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("sub/"));
            out.putNextEntry(new ZipEntry("sub/a.dcm"));
            out.write(slice());
        }

        assertThat(name(zip)).isEqualTo("sub/a.dcm");
        assertThat(ZipArchive.files(zip, Locale.ROOT).files().getFirst().read(Integer.MAX_VALUE))
                .isEqualTo(slice());
    }

    private static String name(Path zip) throws UnreadableImageException {
        return ZipArchive.files(zip, Locale.ROOT).files().getFirst().name();
    }

    private static byte[] slice() throws IOException {
        return Files.readAllBytes(SampleFiles.dicom("brain-pd-axial-10.dcm"));
    }

    /** An archive of one file that is stored as it is, whatever its header says. */
    private Path write(byte[] content, byte[] name, int flags, int method, byte[] extra) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        entry(out, list, content, name, flags, method, extra);
        return finish(out, list, 1);
    }

    private static void entry(
            ByteArrayOutputStream out,
            ByteArrayOutputStream list,
            byte[] content,
            byte[] name,
            int flags,
            int method,
            byte[] extra) {
        CRC32 sum = new CRC32();
        sum.update(content);
        ByteBuffer common =
                little(26).putShort((short) 20).putShort((short) flags).putShort((short) method);
        common.putInt(0).putInt((int) sum.getValue()).putInt(content.length).putInt(content.length);
        common.putShort((short) name.length).putShort((short) extra.length);
        int offset = out.size();
        out.writeBytes(new byte[] {'P', 'K', 3, 4});
        out.writeBytes(bytes(common));
        out.writeBytes(name);
        out.writeBytes(extra);
        out.writeBytes(content);
        list.writeBytes(new byte[] {'P', 'K', 1, 2, 20, 0});
        list.writeBytes(bytes(common));
        list.writeBytes(bytes(little(14).putInt(10, offset)));
        list.writeBytes(name);
        list.writeBytes(extra);
    }

    private Path finish(ByteArrayOutputStream out, ByteArrayOutputStream list, int count) throws IOException {
        int start = out.size();
        out.writeBytes(list.toByteArray());
        ByteBuffer end =
                little(22).putInt(0x06054B50).putInt(0).putShort((short) count).putShort((short) count);
        out.writeBytes(bytes(end.putInt(list.size()).putInt(start).putShort((short) 0)));
        return Files.write(folder.resolve("made.zip"), out.toByteArray());
    }

    /** An archive whose sizes and places are given in 64 bits only. */
    private static byte[] zip64() throws IOException {
        byte[] content = slice();
        CRC32 sum = new CRC32();
        sum.update(content);
        ByteBuffer zip = little(31 + content.length + 75 + 56 + 20 + 22);
        zip.putInt(0x04034B50).putShort((short) 45).putInt(0).putInt(0).putInt((int) sum.getValue());
        zip.putInt(-1)
                .putInt(-1)
                .putShort((short) 1)
                .putShort((short) 0)
                .put((byte) 'a')
                .put(content);
        int list = zip.position();
        zip.putInt(0x02014B50).putInt(45 << 16 | 45).putInt(0).putInt(0).putInt((int) sum.getValue());
        zip.putInt(-1).putInt(-1).putShort((short) 1).putShort((short) 28).putShort((short) 0);
        zip.putLong(0).putInt(-1).put((byte) 'a');
        zip.putShort((short) 1)
                .putShort((short) 24)
                .putLong(content.length)
                .putLong(content.length)
                .putLong(0);
        int size = zip.position() - list;
        int end = zip.position();
        zip.putInt(0x06064B50)
                .putLong(44)
                .putInt(45 << 16 | 45)
                .putLong(0)
                .putLong(1)
                .putLong(1)
                .putLong(size);
        zip.putLong(list).putInt(0x07064B50).putInt(0).putLong(end).putInt(1);
        zip.putInt(0x06054B50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        return bytes(zip);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] all = new byte[buffer.capacity()];
        buffer.get(0, all);
        return all;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
