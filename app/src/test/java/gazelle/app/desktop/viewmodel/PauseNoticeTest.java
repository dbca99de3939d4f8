package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseNoticeTest {
    private final AtomicLong nanoTime = new AtomicLong(5);
    private final PauseNotice notice = new PauseNotice(nanoTime::get);

    private String wordsAfter(Duration more) {
        nanoTime.addAndGet(more.toNanos());
        notice.tick();
        return notice.words().get();
    }

    @Test
    void countsTheSecondsOfAPauseAndForgetsItAtItsEnd() {
        assertThat(wordsAfter(Duration.ofSeconds(50))).isEmpty();
        notice.begin(Duration.ofSeconds(3));
        assertThat(notice.words().get()).isEqualTo("The server has sent nothing for 3 s.");
        assertThat(wordsAfter(Duration.ofMillis(1_500))).isEqualTo("The server has sent nothing for 4 s.");
        assertThat(wordsAfter(Duration.ofSeconds(70))).isEqualTo("The server has sent nothing for 74 s.");
        notice.end();
        assertThat(notice.words().get()).isEmpty();
        assertThat(wordsAfter(Duration.ofSeconds(1))).isEmpty();
    }
}
