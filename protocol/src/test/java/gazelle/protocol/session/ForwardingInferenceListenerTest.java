package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.meter.Phase;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingInferenceListenerTest {
    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return 7;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(4);
        }
        if (type == Phase.class) {
            return Phase.DECRYPT;
        }
        if (type == LayerReport.class) {
            return new LayerReport("conv", "convolution", 1, 2, 3);
        }
        assertThat(type).as("a type of which this test has an example").isEqualTo(List.class);
        return List.of();
    }

    /** An event that an interface adds and this class forgets would reach nobody behind a wrapper. */
    @Test
    void passesEveryEventOn() throws Exception {
        List<String> heard = new ArrayList<>();
        InferenceListener recorder = (InferenceListener) Proxy.newProxyInstance(
                InferenceListener.class.getClassLoader(),
                new Class<?>[] {InferenceListener.class},
                (_, event, arguments) -> {
                    heard.add(event.getName() + Arrays.toString(arguments));
                    return null;
                });
        InferenceListener forwarding = new ForwardingInferenceListener(recorder) {};
        List<String> sent = new ArrayList<>();
        for (Method event : InferenceListener.class.getMethods()) {
            if (!Modifier.isStatic(event.getModifiers())) {
                Object[] arguments = Arrays.stream(event.getParameterTypes())
                        .map(ForwardingInferenceListenerTest::argument)
                        .toArray();
                sent.add(event.getName() + Arrays.toString(arguments));
                event.invoke(forwarding, arguments);
            }
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(6);
        assertThat(heard).isEqualTo(sent);
    }
}
