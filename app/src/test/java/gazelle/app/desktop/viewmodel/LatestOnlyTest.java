package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestOnlyTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final LatestOnly latest = new LatestOnly(threads::add);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void runsTheNewestOfThoseThatWait() {
        latest.execute(() -> {
            ran.add(1);
            latest.execute(() -> ran.add(2));
            latest.execute(() -> ran.add(3));
        });
        assertThat(threads).as("one thread at a time").hasSize(1);
        threads.pop().run();
        assertThat(ran).containsExactly(1, 3);
        assertThat(threads).isEmpty();

        latest.execute(() -> ran.add(4));
        threads.pop().run();
        assertThat(ran).containsExactly(1, 3, 4);
    }

    @Test
    void goesOnAfterATaskThatFailed() {
        latest.execute(() -> {
            throw new IllegalStateException("failed");
        });
        Runnable failing = threads.pop();
        assertThatIllegalStateException().isThrownBy(failing::run).withMessage("failed");
        latest.execute(() -> ran.add(1));
        threads.pop().run();
        assertThat(ran).containsExactly(1);
    }
}
