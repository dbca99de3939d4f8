package gazelle.app.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownAnswerTest {
    @TempDir
    Path folder;

    private Path csv(String text) throws Exception {
        return Files.writeString(folder.resolve("known.csv"), text);
    }

    @Test
    void takesFileAndLabelInTheOrderOfTheLines() throws Exception {
        Path list = csv("\ufefflabel,slice_run,file\n2,7,b.png\n\n 0 ,8, a/c.png \n");
        assertThat(KnownAnswer.readAll(list, 3))
                .containsExactly(new KnownAnswer("b.png", 2), new KnownAnswer("a/c.png", 0));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''|known.csv: empty (expected: a first line naming the columns file and label)",
                "name,label;a,0|known.csv: no column file (expected: a first line naming the columns file and label)",
                "file,class;a,0|known.csv: no column label (expected: a first line naming the columns file and label)",
                "file,label|known.csv: lists no images",
                "file,label;a|known.csv: line 2: 1 values (expected: 2 as in the first line)",
                "file,label;a,0;a,1|known.csv: line 3: the file is listed twice",
                "file,label;,0|known.csv: line 2: no file",
                "file,label;a,axial|known.csv: line 2: the label is not a class of the model (expected: 0..2, in the order of its card)",
                "file,label;a,3|known.csv: line 2: the label is not a class of the model (expected: 0..2, in the order of its card)",
                "file,label;a,-1|known.csv: line 2: the label is not a class of the model (expected: 0..2, in the order of its card)"
            })
    void refusesAMalformedList(String text, String message) throws Exception {
        Path list = csv(text.replace(';', '\n'));
        assertThatThrownBy(() -> KnownAnswer.readAll(list, 3))
                .isInstanceOf(UnusableTestException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAListThatIsMissingOrNoText() throws Exception {
        Path none = folder.resolve("none.csv");
        assertThatThrownBy(() -> KnownAnswer.readAll(none, 3)).hasMessage(none + ": no such file");
        Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> KnownAnswer.readAll(binary, 3)).hasMessage(binary + ": not a text file in UTF-8");
        assertThatThrownBy(() -> KnownAnswer.readAll(folder, 3)).hasMessage(folder + ": cannot be read");
    }
}
