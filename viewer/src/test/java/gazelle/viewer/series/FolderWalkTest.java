package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void followsLinksAndCountsEachFileOnce() throws Exception {
        file("real/a");
        file("real/sub/b");
        file("elsewhere/c");
        Files.createSymbolicLink(folder.resolve("opened"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/again"), folder.resolve("real/a"));
        Files.createSymbolicLink(folder.resolve("real/0-sub"), folder.resolve("real/sub"));
        Files.createSymbolicLink(folder.resolve("real/circle"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/sub/circle"), folder);
        Files.createSymbolicLink(folder.resolve("real/c"), folder.resolve("elsewhere/c"));

        List<String> names = names(folder.resolve("opened"));

        assertThat(names)
                .as("under their own names where they have one")
                .contains("a", "c", Path.of("sub", "b").toString())
                .hasSize(3);
    }

    @Test
    void namesLinksThatLeadToNothing() throws Exception {
        file("a");
        Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("missing"));
        Files.createSymbolicLink(folder.resolve("one"), folder.resolve("two"));
        Files.createSymbolicLink(folder.resolve("two"), folder.resolve("one"));

        FoundFiles found = FolderWalk.of(folder);

        assertThat(found.files()).hasSize(1);
        assertThat(found.refusals()).extracting(SeriesIndex.Refusal::name).containsExactly("broken", "one", "two");
        assertThat(found.refusals())
                .allSatisfy(refusal -> assertThat(refusal.reason()).hasMessageContaining("This link leads to nothing"));
    }

    @Test
    void goesOnAfterAFolderThatItMayNotRead() throws Exception {
        file("a");
        file("closed/b");
        file("lost+found/c");
        close("closed");
        close("lost+found");
        try {
            assumeTrue(!Files.isReadable(folder.resolve("closed")), "the administrator may read any folder");

            FoundFiles found = FolderWalk.of(folder);

            assertThat(found.files()).extracting(SliceSource::name).containsExactly("a");
            assertThat(found.refusals()).hasSize(2);
            assertThat(found.refusals().getFirst()).satisfies(refusal -> {
                assertThat(refusal.name()).isEqualTo("closed");
                assertThat(refusal.isOfAnotherKind()).isFalse();
                assertThat(refusal.reason()).hasMessageContaining("does not allow you to open this folder");
            });
            assertThat(found.refusals().getLast()).satisfies(refusal -> {
                assertThat(refusal.name()).isEqualTo("lost+found");
                assertThat(refusal.isOfAnotherKind()).isTrue();
                assertThat(refusal.reason()).hasMessageContaining("operating system's own");
            });
        } finally {
            open("closed");
            open("lost+found");
        }
    }

    @Test
    void namesWhatLiesTooDeep() throws Exception {
        file("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/near");
        file("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/far");

        FoundFiles found = FolderWalk.of(folder);

        assertThat(found.files())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).endsWith("near"));
        assertThat(found.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.name()).endsWith("16");
            assertThat(refusal.reason().code()).isEqualTo(Code.UNREADABLE_FILE);
            assertThat(refusal.reason()).hasMessageContaining("more than 16 folders deep");
        });
    }

    private static List<String> names(Path folder) throws UnreadableImageException {
        return FolderWalk.of(folder).files().stream().map(SliceSource::name).toList();
    }

    private void close(String name) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("---------"));
    }

    private void open(String name) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
    }
}
