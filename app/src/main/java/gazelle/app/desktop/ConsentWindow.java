package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.ConsentQuestion;
import gazelle.app.desktop.viewmodel.RunViewModel;
import javafx.scene.control.Button;
import javafx.stage.Window;

/** Says what leaves this computer: as a question before the first run with a server's model, or on request. */
final class ConsentWindow {
    private ConsentWindow() {}

    /** Asks whenever the view-model does. */
    static void askFor(RunViewModel runs, Window owner) {
        runs.consentProperty().subscribe(question -> {
            if (question != null) {
                ask(question, runs, owner);
            }
        });
    }

    private static void ask(ConsentQuestion question, RunViewModel runs, Window owner) {
        ModalWindow window = new ModalWindow(owner, Disclosure.TITLE);
        window.setContent(
                Texts.title(Disclosure.TITLE),
                Texts.body("Server: " + question.place() + ". Model: " + question.model() + "."),
                Disclosure.table());
        Button agree = new Button("Agree and classify");
        agree.setId("agree");
        agree.getStyleClass().add("primary");
        agree.setOnAction(_ -> {
            window.close();
            runs.agree();
        });
        Button cancel = new Button("Cancel");
        cancel.setDefaultButton(true);
        cancel.setOnAction(_ -> {
            window.close();
            runs.decline();
        });
        window.setButtons(agree, cancel);
        window.onCloseRequest(runs::decline);
        window.show();
        cancel.requestFocus();
    }

    /** Says it, and asks nothing. */
    static void tell(Window owner) {
        ModalWindow window = new ModalWindow(owner, Disclosure.TITLE);
        window.setContent(Texts.title(Disclosure.TITLE), Disclosure.table());
        Button close = new Button("Close");
        close.setDefaultButton(true);
        close.setOnAction(_ -> window.close());
        window.setButtons(close);
        window.show();
    }
}
