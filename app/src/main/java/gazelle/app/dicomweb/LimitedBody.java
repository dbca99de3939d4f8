package gazelle.app.dicomweb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the body of one answer into memory, up to a limit, and knows when bytes last came. */
final class LimitedBody implements HttpResponse.BodyHandler<byte[]>, HttpResponse.BodySubscriber<byte[]> {
    private static final int OK = 200;

    private final int limit;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean begun;
    private boolean wanted;
    private Flow.@Nullable Subscription source;

    LimitedBody(int limit) {
        this.limit = limit;
    }

    /** The answer is larger than the limit. */
    static final class TooLarge extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    @Override
    public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
        begun = true;
        lastNanos = System.nanoTime();
        wanted = info.statusCode() == OK;
        if (wanted && info.headers().firstValueAsLong("Content-Length").orElse(0) > limit) {
            whole.completeExceptionally(new TooLarge());
        }
        return this;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        if (!wanted || whole.isDone()) {
            // What comes with a refusal is for nobody, and could be endless.
            subscription.cancel();
            whole.complete(new byte[0]);
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        lastNanos = System.nanoTime();
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limit - taken.size()) {
                refuse();
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            taken.writeBytes(bytes);
        }
    }

    private void refuse() {
        if (source != null) {
            source.cancel();
        }
        whole.completeExceptionally(new TooLarge());
    }

    @Override
    public void onError(Throwable problem) {
        whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        whole.complete(taken.toByteArray());
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    /** Returns the time of the last bytes, by {@link System#nanoTime}. */
    long lastNanos() {
        return lastNanos;
    }

    /** Returns whether the answer's headers have arrived. */
    boolean hasBegun() {
        return begun;
    }
}
