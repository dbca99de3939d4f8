package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.app.BundledModel;
import gazelle.app.SmallModel;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.step.Operations;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.series.SliceReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SliceModelsTest {
    private static ModelOffer offer(String name, String normalise) {
        CompiledModel model = SmallModel.compiled(name, new ArgMax("output", "scores"));
        ModelCard card = model.card();
        return new ModelOffer(
                new ModelCard(
                        card.name(),
                        card.version(),
                        card.title(),
                        card.summary(),
                        card.classes(),
                        new ModelCard.InputPreparation("box", "none", normalise, 7),
                        List.of(),
                        card.output(),
                        card.test(),
                        card.limits(),
                        card.licence()),
                model.spec());
    }

    private static final InferenceCost COST =
            new InferenceCost(List.of(new InferenceCost.LayerCost(1, 1, 1, Operations.NONE)), 1, 1, 1);

    private static List<String> names(List<ModelOffer> offers) throws SessionException {
        return names(SliceModels.among(offers, _ -> COST));
    }

    private static List<String> names(SliceModels models) {
        return models.offers().stream()
                .map(planned -> planned.offer().card().name())
                .toList();
    }

    private static InferenceCost refuse(String model) throws SessionException {
        throw new SessionException(SessionException.Code.INCOMPATIBLE, model + " cannot be computed.");
    }

    @Test
    void leavesOutModelsWhoseNetworksCannotBeComputedAndSaysWhich() throws Exception {
        List<ModelOffer> offers = List.of(offer("a", "unit"), offer("b", "unit"));
        SliceModels models = SliceModels.among(offers, name -> name.equals("a") ? refuse(name) : COST);
        assertThat(names(models)).containsExactly("b");
        assertThat(models.leftOut()).containsExactly("a cannot be computed.");
        assertThatThrownBy(() -> SliceModels.among(offers, SliceModelsTest::refuse))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.INCOMPATIBLE))
                .hasMessage("a cannot be computed. b cannot be computed.");
        assertThatThrownBy(() -> SliceModels.among(offers, _ -> {
                    throw SessionException.lost();
                }))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.CONNECTION_LOST));
    }

    @Test
    void leavesOutModelsOfPixelsAndBeginsWithTheOneThatEyesCanCheck() throws Exception {
        assertThat(names(List.of(
                        offer("digits", "pixels-unit"),
                        offer("b", "unit"),
                        offer("slice-plane", "slice-mean-std"),
                        offer("a", "none"))))
                .containsExactly("slice-plane", "a", "b");
    }

    @Test
    void holdsAtLeastOneModel() {
        assertThatThrownBy(() -> new SliceModels(List.of(), List.of()))
                .hasMessage("offers: none (expected: at least one)");
    }

    @Test
    void saysThatAServerHasNothingForSlices() {
        assertThatThrownBy(() -> names(List.of(offer("digits", "pixels-unit"), offer("colours", "pixels"))))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.INCOMPATIBLE))
                .hasMessageContaining("colours, digits");
    }

    @Test
    void offersOfAllCommittedModelsThoseForSlices() throws Exception {
        try (Stream<Path> folders = Files.list(BundledModel.MODELS)) {
            List<ModelOffer> offers = folders.filter(folder -> Files.exists(folder.resolve("network.json")))
                    .sorted()
                    .map(SliceModelsTest::read)
                    .toList();
            assertThat(offers).extracting(offer -> offer.card().name()).contains("mnist-a");
            assertThat(names(offers)).containsExactly("slice-plane", "brain-tumour");
        }
    }

    private static ModelOffer read(Path folder) {
        try {
            CompiledModel model = ModelFolder.read(folder);
            return new ModelOffer(model.card(), model.spec());
        } catch (Exception unreadable) {
            throw new AssertionError(folder.toString(), unreadable);
        }
    }

    private static PreparedSlice prepared(int side, ModelOffer offer) throws Exception {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setSample(1, 0, 0, 51);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        return PreparedSlice.of(SliceReader.read(png.toByteArray()), offer);
    }

    @Test
    void pixelsBecomeInputsAsTheyAre() throws Exception {
        ModelOffer digits = offer("digits", "pixels-unit");
        assertThat(prepared(8, digits).input().values()).startsWith(0, 0.2f, 0).doesNotContain(1);
        assertThatThrownBy(() -> prepared(9, digits))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessage("This picture has 9 x 9 pixels; the model takes grey pictures of exactly 8 x 8.");
        assertThat(prepared(8, offer("digits", "pixels-mean-0.2-std-0.5"))
                        .input()
                        .values())
                .startsWith(-0.4f, 0, -0.4f);
        assertThatThrownBy(() -> prepared(8, offer("digits", "pixels-of-tomorrow")))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("Nothing was sent");
    }
}
