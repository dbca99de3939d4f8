package gazelle.viewer.fx;

import gazelle.viewer.series.SliceHeader;
import gazelle.viewer.slice.HeaderEntry;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The header of a slice's file as a table: the few entries that people look for, or all; searched by number, name, value
 * or representation. Nested entries are indented, long values are cut in the table and shown whole when chosen.
 */
public final class TagView extends VBox {
    private static final int CUT = 120;
    private static final double INDENT = 14;
    private static final double CELL_PADDING = 6;
    private static final int VALUE_ROWS = 2;

    private final ObservableList<HeaderEntry> entries = FXCollections.observableArrayList();
    private final FilteredList<HeaderEntry> shown = new FilteredList<>(entries);
    private final TableView<HeaderEntry> table = new TableView<>(shown);
    private final ToggleButton key = new ToggleButton("Key");
    private final ToggleButton all = new ToggleButton("All");
    private final TextField search = new TextField();
    private final Label count = new Label();
    private final TextArea value = new TextArea();
    private boolean complete = true;

    /** Makes an empty view. */
    public TagView() {
        super(8);
        getStyleClass().add("tag-view");
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(key, all);
        key.setId("tags-key");
        all.setId("tags-all");
        key.setAccessibleText("Show the key entries");
        all.setAccessibleText("Show all entries");
        key.setSelected(true);
        group.selectedToggleProperty().subscribe(this::keepOne);
        search.setId("tag-search");
        search.setPromptText("Search number, name or value");
        search.setAccessibleText("Search the entries by number, name, value or representation");
        search.textProperty().subscribe(_ -> filter());
        HBox.setHgrow(search, Priority.ALWAYS);
        count.setId("tag-count");
        count.setMinWidth(USE_PREF_SIZE);
        HBox top = new HBox(0, key, all, search, count);
        HBox.setMargin(search, new Insets(0, 8, 0, 8));
        top.setAlignment(Pos.CENTER_LEFT);
        buildTable();
        value.setId("tag-value");
        value.setEditable(false);
        value.setWrapText(true);
        value.setPrefRowCount(VALUE_ROWS);
        value.setMinHeight(USE_PREF_SIZE);
        value.setAccessibleText("The whole value of the chosen entry");
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(top, table, value);
        filter();
    }

    private void buildTable() {
        table.setId("tags");
        table.setAccessibleText("Entries of the file's header");
        table.setPlaceholder(new Label("Nothing found."));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(narrow(column("Tag", 108, HeaderEntry::number)));
        table.getColumns().add(narrow(column("VR", 46, HeaderEntry::vr)));
        TableColumn<HeaderEntry, String> name = column("Name", 210, TagView::name);
        name.setCellFactory(_ -> new NameCell());
        table.getColumns().add(name);
        table.getColumns().add(column("Value", 260, entry -> cut(entry.value())));
        table.getSelectionModel().selectedItemProperty().subscribe(this::showValue);
    }

    private void showValue(@Nullable HeaderEntry entry) {
        value.setText(entry == null ? "" : entry.value());
        // A long value may have been scrolled before.
        value.setScrollTop(0);
    }

    private static TableColumn<HeaderEntry, String> column(
            String title, double width, Function<HeaderEntry, String> text) {
        TableColumn<HeaderEntry, String> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    /** Numbers and representations are of one length: the room is for names and values. */
    private static TableColumn<HeaderEntry, String> narrow(TableColumn<HeaderEntry, String> column) {
        column.setMinWidth(column.getPrefWidth());
        column.setMaxWidth(column.getPrefWidth());
        return column;
    }

    private static String name(HeaderEntry entry) {
        return entry.name().isEmpty() ? "Unknown" : entry.name();
    }

    private static String cut(String text) {
        return text.length() <= CUT ? text : text.substring(0, CUT) + "\u2026";
    }

    /** A cell that indents the names of nested entries. */
    private static final class NameCell extends TableCell<HeaderEntry, String> {
        @Override
        protected void updateItem(@Nullable String name, boolean empty) {
            super.updateItem(name, empty);
            HeaderEntry entry = empty ? null : getTableRow().getItem();
            setText(empty ? null : name);
            setPadding(new Insets(2, 4, 2, CELL_PADDING + (entry == null ? 0 : entry.depth() * INDENT)));
        }
    }

    private void keepOne(@Nullable Toggle selected) {
        if (selected == null) {
            key.setSelected(true);
        }
        filter();
    }

    /** Shows a header, or nothing; what was searched stays. */
    public void show(@Nullable SliceHeader header) {
        complete = header == null || header.complete();
        entries.setAll(header == null ? List.of() : header.entries());
        filter();
    }

    /** Shows all entries instead of the key ones, or the other way round. */
    public void showAll(boolean wanted) {
        (wanted ? all : key).setSelected(true);
    }

    /** The words that are searched for. */
    public void search(String words) {
        search.setText(words);
    }

    private void filter() {
        boolean everything = all.isSelected();
        String words = search.getText();
        shown.setPredicate(entry -> (everything || entry.key()) && entry.matches(words));
        count.setText(shown.size()
                + (shown.size() == 1 ? " entry" : " entries")
                + (complete ? "" : ", not all could be read"));
    }
}
