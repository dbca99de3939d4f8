package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomCharsetTest {
    /** The example of PS3.5 section H.3.1: a name in letters, ideographs and syllables, escaped by ISO 2022 IR 87. */
    @Test
    void readsAJapaneseName() {
        byte[] name =
                "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B"
                        .getBytes(StandardCharsets.US_ASCII);

        assertThat(DicomCharset.of(List.of("", "ISO 2022 IR 87")).decode(name, 0, name.length))
                .isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
    }

    /** Case of a file with ISO 2022 IR 159; pydicom decodes it so. */
    @Test
    void readsJisX0212() {
        assertThat(decode("Tanaka^X=\u001b$BEDCf\u001b(B^\u001b$(D0!\u001b(B", "", "ISO 2022 IR 87", "ISO 2022 IR 159"))
                .isEqualTo("Tanaka^X=田中^丂");
    }

    /** PS3.5 section H.3.2: half-width syllables above, JIS X 0201 below. */
    @Test
    void readsJisX0201WithKanji() {
        assertThat(decode(
                        "\u00d4\u00cf\u00c0\u00de^\u00c0\u00db\u00b3=\u001b$B;3ED\u001b(J^\u001b$BB@O:\u001b(J=\u001b$B$d$^$@"
                                + "\u001b(J^\u001b$B$?$m$&\u001b(J",
                        "ISO 2022 IR 13",
                        "ISO 2022 IR 87"))
                .isEqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
    }

    /** PS3.5 section I.2, and the same without its escape sequences, as some programs write it. */
    @Test
    void readsAKoreanName() {
        assertThat(decode(
                        "Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7=\u001b$)C\u00c8\u00ab^\u001b$)C"
                                + "\u00b1\u00e6\u00b5\u00bf",
                        "",
                        "ISO 2022 IR 149"))
                .isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
        assertThat(decode("Hong^Gildong=\u00c8\u00ab^\u00b1\u00e6\u00b5\u00bf", "", "ISO 2022 IR 149"))
                .isEqualTo("Hong^Gildong=홍^길동");
    }

    /** PS3.5 section K.2: Chinese by escape sequences; the Latin 1 example of PS3.5 section H with two alphabets. */
    @Test
    void readsChineseAndSeveralAlphabets() {
        assertThat(decode(
                        "Zhang^XiaoDong=\u001b$)A\u00d5\u00c5^\u001b$)A\u00d0\u00a1\u00b6\u00ab=",
                        "",
                        "ISO 2022 IR 58"))
                .isEqualTo("Zhang^XiaoDong=张^小东=");
        assertThat(decode(
                        "\u001b-L\u00bb\u00ee\u001b-F\u00c1", "ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126"))
                .isEqualTo("ЛюΑ");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, 王^小东",
        "utf8, 王^小东",
        "ISO_IR 192, 王^小东",
        "ISO IR 192, 王^小东",
        "ISO-IR 192, 王^小东",
        "ISO_IR192, 王^小东",
        "ISO 2022 IR 192, 王^小东",
        "iso_ir 192, 王^小东",
        "ISO_IR_192, 王^小东",
        "GB18030, 王^小东",
        "GBK, 王^小东",
        "GB2312, 王^小东",
        "ISO 2022 GBK, 王^小东",
        "ISO_IR 58, 王^小东",
        "EUC-KR, 홍^길동",
        "SHIFT_JIS, 山田",
        "ISO_IR 13, ﾔﾏﾀﾞ",
        "ISO-8859-2, Łódź",
        "ISO 8859-2, Łódź",
        "windows-1251, Анна",
        "ISO_IR 144, Анна",
        "LATIN1, Müller",
        "ISO_IR 100, Müller"
    })
    void readsTermsHoweverTheyAreWritten(String term, String name) {
        String java = term.matches("(?i).*(UTF.?8|192)")
                ? "UTF-8"
                : switch (term) {
                    case "GB18030" -> "GB18030";
                    case "GBK", "GB2312", "ISO 2022 GBK", "ISO_IR 58" -> "GBK";
                    case "ISO_IR 13" -> "JIS_X0201";
                    case "ISO_IR 144" -> "ISO-8859-5";
                    case "ISO 8859-2" -> "ISO-8859-2";
                    case "LATIN1", "ISO_IR 100" -> "ISO-8859-1";
                    default -> term;
                };
        byte[] bytes = name.getBytes(Charset.forName(java));

        assertThat(DicomCharset.of(List.of(term)).decode(bytes, 0, bytes.length))
                .isEqualTo(name);
        assertThat(DicomCharset.unknown(List.of(term))).isEmpty();
    }

    @Test
    void namesTermsThatItDoesNotKnow() {
        assertThat(DicomCharset.unknown(
                        List.of("", "ISO_IR 100", "ISO_IR 999", "UTF-16", "IBM037", "no name!", "ISO 2022 IR 87")))
                .containsExactly("ISO_IR 999", "UTF-16", "IBM037", "no name!");
        assertThat(decode("M\u00fcller", "no name!")).isEqualTo("Müller");
    }

    private static String decode(String latin, String... terms) {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        return DicomCharset.of(List.of(terms)).decode(bytes, 0, bytes.length);
    }

    /** The packaged program has its own Java, which holds only the modules that are listed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "EUC-JP",
                "EUC-KR",
                "GB2312",
                "GBK",
                "GB18030",
                "JIS_X0201",
                "TIS-620",
                "ISO-8859-6",
                "ISO-8859-8",
                "IBM437",
                "IBM775",
                "IBM850",
                "IBM852",
                "IBM857",
                "IBM862",
                "IBM866",
                "x-IBM737",
                "windows-31j",
                "x-windows-949",
                "Big5"
            })
    void isInAModuleOfThePackagedProgram(String charset) throws Exception {
        Matcher listed = Pattern.compile("<package.modules>([^<]+)</package.modules>")
                .matcher(Files.readString(Path.of("..", "installer", "pom.xml")));
        assertThat(listed.find()).isTrue();

        assertThat(Arrays.asList(listed.group(1).split(",", -1)))
                .contains(Charset.forName(charset).getClass().getModule().getName());
    }
}
