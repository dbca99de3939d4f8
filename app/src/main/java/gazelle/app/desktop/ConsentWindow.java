package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.ConsentQuestion;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.stage.Window;

/** Says what leaves this computer: as a question before the first run with a server's model, or on request. */
final class ConsentWindow {
    private ConsentWindow() {}

    /** Asks, and tells the answer when it is given. */
    static void ask(ConsentQuestion question, Consumer<Boolean> answer, Window owner) {
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
            answer.accept(true);
        });
        Button cancel = new Button("Cancel");
        cancel.setDefaultButton(true);
        cancel.setOnAction(_ -> {
            window.close();
            answer.accept(false);
        });
        window.setButtons(agree, cancel);
        window.onCloseRequest(() -> answer.accept(false));
        window.show();
        cancel.requestFocus();
    }

    /** Shows what leaves this computer, without a question. */
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
