package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgmTreeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void puncturedTreeHasAllLeavesButOne(int levels) {
        byte[] root = SeededRandom.bytes(SeededRandom.of(levels), 16);
        byte[] sums = new byte[32 * levels];
        byte[] leaves = new GgmTree().expand(root, levels, sums);

        for (int path = 0; path < 1 << levels; path++) {
            byte[] offPath = new byte[16 * levels];
            for (int level = 0; level < levels; level++) {
                int side = 1 - (path >>> (levels - 1 - level) & 1);
                System.arraycopy(sums, 16 * (2 * level + side), offPath, 16 * level, 16);
            }
            byte[] punctured = new GgmTree().expandPunctured(path, levels, offPath);
            assertThat(Arrays.copyOf(punctured, 16)).isEqualTo(new byte[16]);
            for (int leaf = 0; leaf < 1 << levels; leaf++) {
                if (leaf != path) {
                    int at = 16 * (leaf ^ path);
                    assertThat(Arrays.copyOfRange(punctured, at, at + 16))
                            .isEqualTo(Arrays.copyOfRange(leaves, 16 * leaf, 16 * leaf + 16));
                }
            }
        }
    }
}
