package gazelle.app.command;

import gazelle.app.service.ReusableSession;
import gazelle.app.service.UnsuitableRuntimeException;
import gazelle.app.service.UnusableModelsException;
import gazelle.app.verify.Agreement;
import gazelle.app.verify.KnownAnswer;
import gazelle.app.verify.KnownImage;
import gazelle.app.verify.UnusableTestException;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gazelle verify}: has a server classify images whose classes are known, and says whether its answers agree with the accuracy
 * that the model's owner published.
 *
 * <p>Every image is sent, in the order of the list, whatever the answers are; they are looked at when all are there. The exit status
 * is 0 if they are compatible with the published accuracy, 1 if not or if there is no result, 2 for a wrong command line, list or
 * image.
 */
@Command(
        name = "verify",
        description = {
            "Test a server: classify images whose classes are known, and compare its answers with the accuracy that the "
                    + "model's owner published.",
            "",
            "The images go to the server encrypted like any others, all of them, in the order of the CSV file, one after "
                    + "another, whatever the answers are. Nothing tells the server which images are test images, so it cannot "
                    + "answer these honestly and others not, except by what it always sees: address, time and number. That "
                    + "is why the schedule is fixed and public: it can be mixed into normal work. Do so, from the computer "
                    + "that is used for it and at changing times.",
            "",
            "The exit status is 0 if the answers are compatible with the published accuracy, 1 if not or if the session "
                    + "ended before, 2 for a command line, list or image that cannot be used; then no image was sent."
        })
public final class VerifyCommand extends GazelleCommand {
    private static final int NOT_COMPATIBLE = 1;

    @Mixin
    private ServerArguments server = new ServerArguments();

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "The model to test.")
    private String model = "";

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "CSV",
            description = {
                "The images and their classes: comma-separated, with a first line that names the columns file and label; a "
                        + "label is the class's place in the model's card, from 0."
            })
    private Path labels = Path.of("");

    @Option(
            names = "--accuracy",
            paramLabel = "SHARE",
            description = {
                "The accuracy to compare with, 0 to 1, as the model's owner published it; without it, that of the card, which "
                        + "the server itself sends."
            })
    private @Nullable Double accuracy;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Parameters(paramLabel = "DIR", description = "The folder of the images.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws SessionException, UnusableModelsException, UnsuitableRuntimeException {
        if (accuracy != null && !(accuracy >= 0 && accuracy <= 1)) {
            throw usage("--accuracy: " + accuracy + " (expected: 0 to 1)");
        }
        PauseLines pauses = new PauseLines(err(), !json || PauseLines.onTerminal());
        VerifyPrinter printer = new VerifyPrinter(out(), pauses, json);
        try (ReusableSession session = new ReusableSession(server.source(this))) {
            ModelOffer offer = session.offer(model);
            double published = published(offer.card());
            List<KnownImage> images = KnownImage.readAll(
                    folder, KnownAnswer.readAll(labels, offer.card().classes().size()), offer);
            printer.begin(offer, images.size());
            List<Integer> answers = new ArrayList<>();
            for (KnownImage image : images) {
                answers.add(session.attempt()
                        .classify(offer, image.quantised(), printer)
                        .label());
                printer.answered(answers.size());
            }
            List<KnownAnswer> known = images.stream().map(KnownImage::answer).toList();
            Agreement agreement = Agreement.of(offer.card(), published, known, answers);
            printer.end(offer.card(), accuracy == null, agreement, known, answers);
            return agreement.isCompatible() ? CommandLine.ExitCode.OK : NOT_COMPATIBLE;
        } catch (UnusableTestException unusable) {
            String finding = String.valueOf(unusable.getMessage());
            err().println("gazelle: " + finding + (finding.endsWith(".") ? "" : ".") + " No image was sent.");
            err().flush();
            return CommandLine.ExitCode.USAGE;
        }
    }

    private double published(ModelCard card) {
        if (accuracy != null) {
            return accuracy;
        }
        if (card.test().images() == 0) {
            throw usage("The card of " + card.name()
                    + " publishes no accuracy, so there is nothing to compare with. No image "
                    + "was sent. Ask the model's owner for it and give it with --accuracy.");
        }
        return card.test().accuracy();
    }
}
