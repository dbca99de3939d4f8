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
                "ISO-8859-8"
            })
    void isInAModuleOfThePackagedProgram(String charset) throws Exception {
        Matcher listed = Pattern.compile("<package.modules>([^<]+)</package.modules>")
                .matcher(Files.readString(Path.of("..", "installer", "pom.xml")));
        assertThat(listed.find()).isTrue();

        assertThat(Arrays.asList(listed.group(1).split(",", -1)))
                .contains(Charset.forName(charset).getClass().getModule().getName());
    }
}
