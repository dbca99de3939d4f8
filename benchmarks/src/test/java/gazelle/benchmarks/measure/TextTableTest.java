package gazelle.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void alignsNamesLeftAndNumbersRightAsMarkdown() {
        TextTable table = new TextTable("network", "s");
        table.add("A", "0.031");
        table.add("CIFAR10", "1.2");
        assertThat(table.toString()).isEqualTo("""
                        | network |     s |
                        |---------|------:|
                        | A       | 0.031 |
                        | CIFAR10 |   1.2 |""");
    }

    @Test
    void rejectsARowOfAnotherLength() {
        assertThatThrownBy(() -> new TextTable("network", "s").add("A")).hasMessage("cells: 1 (expected: 2)");
    }
}
