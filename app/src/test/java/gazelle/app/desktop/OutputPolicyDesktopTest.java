package gazelle.app.desktop;

import static gazelle.app.desktop.OpenDesktop.act;
import static gazelle.app.desktop.OpenDesktop.await;
import static gazelle.app.desktop.OpenDesktop.fx;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.desktop.viewmodel.SliceResult;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.UserFolder;
import gazelle.protocol.wire.ModelOffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** One slice classified privately over the network by three models that differ in what they tell. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class OutputPolicyDesktopTest {
    @TempDir
    Path folder;

    private OpenDesktop desktop;
    private NetworkServer server;

    @BeforeEach
    void open() throws Exception {
        UserFolder user = new UserFolder(folder);
        desktop = fx(() -> new OpenDesktop(new Stage(), BundledModel.FOLDER, user, List.of()));
        server = NetworkServer.start(SmallModel.prepared());
        for (String model : List.of("label", "top", "scores")) {
            new GivenConsents(user.consents()).add(server.fingerprint(), model);
        }
        act(() -> desktop.servers.connect(server.address(), Optional.of(server.fingerprint())));
        await(() -> desktop.runs.offers().size() == 3);
        desktop.openSlice(BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm"));
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
        server.close();
    }

    private void classify(String model) throws Exception {
        ModelOffer offer = fx(() -> desktop.runs.offers().stream()
                .filter(each -> each.card().name().equals(model))
                .findFirst()
                .orElseThrow());
        act(() -> desktop.runs.choose(offer));
        Node classify = desktop.node("#classify");
        await(() -> desktop.slices.preparedProperty().get() != null && !classify.isDisabled());
        desktop.press(classify);
        await(() -> {
            SliceResult result = desktop.runs.resultProperty().get();
            return result != null && result.card().name().equals(model);
        });
    }

    private String answer() throws Exception {
        return desktop.node("#answer").getAccessibleText();
    }

    @Test
    void showsTheLabelTheBestFewOrEveryScore() throws Exception {
        classify("scores");
        Label scores = (Label) desktop.node("#scores");
        assertThat(scores.isVisible()).isTrue();
        Map<String, Long> byClass = new TreeMap<>();
        Pattern.compile("([abc]): (-?\\d+)")
                .matcher(scores.getText())
                .results()
                .forEach(score -> byClass.put(score.group(1), Long.parseLong(score.group(2))));
        assertThat(byClass).containsOnlyKeys("a", "b", "c");
        List<String> ranked = byClass.keySet().stream()
                .sorted(Comparator.comparing(byClass::get).reversed())
                .toList();
        assertThat(answer()).isEqualTo("Most like: " + ranked.getFirst() + ", among a, b, c.");

        classify("top");
        assertThat(answer()).isEqualTo("Most like: " + ranked.get(0) + ", then " + ranked.get(1) + ", among a, b, c.");
        assertThat(scores.isVisible()).isFalse();

        classify("label");
        assertThat(answer()).isEqualTo("Most like: " + ranked.getFirst() + ", among a, b, c.");
        assertThat(scores.isVisible()).isFalse();
        assertThat(scores.getText()).isEmpty();
    }
}
