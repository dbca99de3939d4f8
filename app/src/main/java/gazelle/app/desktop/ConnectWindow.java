package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.desktop.viewmodel.DesktopState.ChangedKey;
import gazelle.app.desktop.viewmodel.DesktopState.Connecting;
import gazelle.app.desktop.viewmodel.DesktopState.Loading;
import gazelle.app.desktop.viewmodel.DesktopState.Offline;
import gazelle.app.desktop.viewmodel.DesktopState.UnknownKey;
import gazelle.app.desktop.viewmodel.DesktopState.Unusable;
import gazelle.app.desktop.viewmodel.DesktopState.WithServer;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import gazelle.app.service.ServerAddress;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.controlsfx.control.textfield.TextFields;
import org.controlsfx.validation.ValidationMessage;
import org.controlsfx.validation.ValidationSupport;
import org.controlsfx.validation.Validator;
import org.controlsfx.validation.decoration.StyleClassValidationDecoration;
import org.jspecify.annotations.Nullable;

/** Connects to a server on the network: its address, the comparison of its key, or why not. */
final class ConnectWindow {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneId.systemDefault());
    /** The style class of a field that holds something else than it should. */
    private static final String UNREADABLE = "unreadable";

    private static final int GROUP = 4;
    private static final int LINE = 8;

    private final ServerViewModel servers;
    private final ModalWindow window;
    private final TextField address = TextFields.createClearableTextField();
    private final TextField fingerprint = TextFields.createClearableTextField();
    private final Label hint = Texts.quiet("");
    private final Subscription subscription;

    private ConnectWindow(ServerViewModel servers, Window owner) {
        this.servers = servers;
        this.window = new ModalWindow(owner, "Connect to a server");
        address.setId("server-address");
        address.setPromptText("host:port");
        address.setAccessibleText("Address of the server, host and port");
        fingerprint.setId("server-fingerprint");
        fingerprint.setPromptText("64 hexadecimal digits, if you have them at hand");
        fingerprint.setAccessibleText("Fingerprint that your administrator gave you, may be left empty");
        hint.setId("connect-hint");
        checkWhatIsTyped();
        window.onCloseRequest(this::leave);
        askForAddress("");
        window.show();
        subscription = servers.stateProperty().subscribe((_, now) -> show(now));
    }

    /** Marks what cannot be read while it is typed; Connect says the same in a sentence. */
    private void checkWhatIsTyped() {
        ValidationSupport validation = new ValidationSupport();
        validation.setValidationDecorator(new StyleClassValidationDecoration(UNREADABLE, UNREADABLE));
        validation.registerValidator(
                address,
                false,
                Validator.<String>createPredicateValidator(
                        text -> isEmptyOr(text, ServerAddress::parse),
                        "A server is HOST:PORT, such as gazelle.example.org:7600."));
        validation.registerValidator(
                fingerprint,
                false,
                Validator.<String>createPredicateValidator(
                        text -> isEmptyOr(text, KeyFingerprint::parse), "A fingerprint has 64 hexadecimal digits."));
        validation
                .validationResultProperty()
                .subscribe(result -> hint.setText(
                        result == null
                                ? ""
                                : result.getErrors().stream()
                                        .map(ValidationMessage::getText)
                                        .collect(Collectors.joining(" "))));
    }

    private static boolean isEmptyOr(@Nullable String text, Function<String, ?> parse) {
        try {
            return text == null || text.isBlank() || parse.apply(text.strip()) != null;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    static void open(ServerViewModel servers, Window owner) {
        var _ = new ConnectWindow(servers, owner);
    }

    private void show(DesktopState state) {
        switch (state) {
            case Connecting connecting -> showConnecting(connecting);
            case UnknownKey unknown -> showUnknown(unknown);
            case ChangedKey changed -> showChanged(changed);
            case Unusable unusable -> askForAddress(unusable.problem().message());
            case WithServer _, Offline _, Loading _ -> end();
        }
    }

    private void askForAddress(String problem) {
        GridPane form = new GridPane();
        form.getStyleClass().add("form");
        form.addRow(0, fixed("Server"), address);
        form.addRow(1, fixed("Fingerprint"), fingerprint);
        GridPane.setHgrow(address, Priority.ALWAYS);
        GridPane.setHgrow(fingerprint, Priority.ALWAYS);
        Label message = Texts.body(problem);
        message.setId("connect-problem");
        message.getStyleClass().add("warning");
        message.setVisible(!problem.isEmpty());
        message.setManaged(!problem.isEmpty());
        window.setContent(
                Texts.title("Connect to a server"),
                message,
                form,
                hint,
                Texts.quiet("Without a fingerprint you are asked to compare the server's key before it is used."));
        Button connect = new Button("Connect");
        connect.setId("connect");
        connect.getStyleClass().add("primary");
        connect.setDefaultButton(true);
        connect.setOnAction(_ -> connect());
        window.setButtons(connect, button("Cancel", this::end));
        address.requestFocus();
    }

    private void connect() {
        try {
            ServerAddress server = ServerAddress.parse(address.getText().strip());
            servers.connect(
                    server,
                    fingerprint.getText().isBlank()
                            ? Optional.empty()
                            : Optional.of(KeyFingerprint.parse(fingerprint.getText())));
        } catch (IllegalArgumentException malformed) {
            askForAddress("This cannot be read: " + malformed.getMessage() + ". Nothing was sent.");
        }
    }

    private void showConnecting(Connecting connecting) {
        ProgressBar waiting = new ProgressBar();
        waiting.setMaxWidth(Double.MAX_VALUE);
        window.setContent(Texts.title("Connecting to " + connecting.place() + "..."), waiting);
        window.setButtons(button("Cancel", this::leave));
    }

    private void showUnknown(UnknownKey unknown) {
        Label instruction = Texts.body("Compare this fingerprint with the one your administrator gave you.");
        instruction.getStyleClass().add("strong");
        window.setContent(
                Texts.title("Is this the server you mean?"),
                Texts.body("This computer has not used " + unknown.address() + " before. Nothing was sent to it yet."),
                certificate(unknown.certificate()),
                instruction);
        Button trust = new Button("Trust this server");
        trust.setId("trust");
        trust.setOnAction(_ -> servers.trust());
        Button cancel = button("Cancel", this::leave);
        cancel.setId("distrust");
        cancel.setDefaultButton(true);
        window.setButtons(trust, cancel);
        cancel.requestFocus();
    }

    private void showChanged(ChangedKey changed) {
        Label blocked = Texts.body("The key of " + changed.address()
                + " is not the one that you trusted. Somebody may be posing as this server. Nothing was sent.");
        blocked.setId("changed-key");
        blocked.getStyleClass().add("warning");
        GridPane keys = new GridPane();
        keys.getStyleClass().add("certificate");
        keys.addRow(0, fixed("Trusted"), digits(changed.trusted()));
        keys.addRow(1, fixed("Shown now"), digits(changed.shown().fingerprint()));
        window.setContent(
                Texts.title("This server's key has changed"),
                blocked,
                keys,
                Texts.body(
                        "Ask your administrator. Only if the key was replaced on purpose: close this window, open the "
                                + "server menu, \"Trusted servers...\", remove " + changed.address()
                                + ", connect again and compare the new fingerprint."));
        Button close = button("Close", this::leave);
        close.setDefaultButton(true);
        window.setButtons(close);
    }

    private static GridPane certificate(ServerCertificate certificate) {
        GridPane table = new GridPane();
        table.getStyleClass().add("certificate");
        table.setId("certificate");
        table.addRow(0, fixed("Subject"), Texts.body(certificate.subject()));
        table.addRow(1, fixed("Issuer"), Texts.body(certificate.issuer()));
        table.addRow(
                2,
                fixed("Valid"),
                Texts.body(DAY.format(certificate.notBefore()) + " to " + DAY.format(certificate.notAfter())
                        + (certificate.isValidAt(Instant.now()) ? "" : " (not valid today)")));
        table.addRow(3, fixed("SHA-256"), digits(certificate.fingerprint()));
        return table;
    }

    /** Groups of four digits, eight to a line, so that people can compare them. */
    private static Node digits(KeyFingerprint fingerprint) {
        VBox lines = new VBox();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fingerprint.hex().length(); i += GROUP) {
            line.append(fingerprint.hex(), i, i + GROUP);
            if ((i / GROUP + 1) % LINE == 0) {
                Label label = new Label(line.toString());
                label.getStyleClass().add("digits");
                lines.getChildren().add(label);
                line.setLength(0);
            } else {
                line.append(' ');
            }
        }
        lines.setAccessibleText("Fingerprint " + fingerprint.hex());
        return lines;
    }

    private static Label fixed(String text) {
        Label label = Texts.quiet(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Button button(String text, Runnable action) {
        Button button = new Button(text);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** Gives up whatever connecting is under way. */
    private void leave() {
        end();
        servers.disconnect();
    }

    private void end() {
        subscription.unsubscribe();
        window.close();
    }
}
