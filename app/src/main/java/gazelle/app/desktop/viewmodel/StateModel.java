package gazelle.app.desktop.viewmodel;

import gazelle.app.desktop.viewmodel.DesktopState.Offline;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Holds the program's one state. Only the view-models change it, on the thread of the user interface: that of the servers while
 * none is in use, that of the runs while one is.
 */
public final class StateModel {
    private final ReadOnlyObjectWrapper<DesktopState> state = new ReadOnlyObjectWrapper<>(this, "state", new Offline());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy", false);

    /** A program that uses no server yet. */
    public StateModel() {
        state.subscribe(now -> busy.set(now.isBusy()));
    }

    DesktopState get() {
        return state.get();
    }

    void set(DesktopState next) {
        state.set(next);
    }

    /** The state; exactly one holds at any time. */
    public ReadOnlyObjectProperty<DesktopState> property() {
        return state.getReadOnlyProperty();
    }

    /** True while a run is under way. */
    public BooleanExpression busy() {
        return busy.getReadOnlyProperty();
    }
}
