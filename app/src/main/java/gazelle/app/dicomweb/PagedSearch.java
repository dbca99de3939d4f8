package gazelle.app.dicomweb;

import gazelle.app.dicomweb.FoundEntry.Field;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Gathers the entries of a search page by page (PS3.18 section 8.3.4.4), from archives that give fewer at a time than they are
 * asked for, refuse to be asked for many, or give the same page again.
 *
 * <p>It ends: every page but the last brings an entry that no page before it had, and entries are limited.
 */
final class PagedSearch {
    /** Entries to ask for at a time, the next where the one before is refused: archives have limits of 100 and more. */
    private static final int[] PAGES = {100, 50, 20, 10, 5, 1};

    private final Source source;
    private final Total total;
    private final int most;
    private final String kind;
    private final Map<String, FoundEntry> found = new LinkedHashMap<>();
    private boolean warned;

    /** Asks the archive for a page. */
    interface Source {
        /**
         * Asks for the entries from one on.
         *
         * @param offset number of the first one, from 0
         * @param limit the most entries
         * @throws RefusedPage if the archive refuses the question, not the one who asks
         */
        Page page(int offset, int limit) throws DicomWebException, RefusedPage;
    }

    /** Asks the archive for the number of entries that it has. */
    interface Total {
        OptionalLong ask() throws DicomWebException;
    }

    /**
     * One answer.
     *
     * @param entries as the archive gave them
     * @param warning whether the archive says that there is more
     */
    record Page(List<FoundEntry> entries, boolean warning) {}

    /** The archive refuses a question in this form. */
    static final class RefusedPage extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient DicomWebException refusal;

        RefusedPage(DicomWebException refusal) {
            super(refusal);
            this.refusal = refusal;
        }

        DicomWebException refusal() {
            return refusal;
        }
    }

    /**
     * @param total of the entries, asked for once
     * @param most entries that are taken
     * @param kind what the entries are, in the plural
     */
    PagedSearch(Source source, Total total, int most, String kind) {
        this.source = source;
        this.total = total;
        this.most = most;
        this.kind = kind;
    }

    FoundEntries all() throws DicomWebException {
        boolean repeated = gather();
        OptionalLong known = found.isEmpty() || found.size() > most ? OptionalLong.empty() : total.ask();
        List<FoundEntry> entries = new ArrayList<>(found.values());
        entries.sort(Comparator.<FoundEntry>comparingDouble(entry -> entry.number(Field.SERIES_NUMBER))
                .thenComparingDouble(entry -> entry.number(Field.INSTANCE_NUMBER)));
        String shortfall = shortfall(entries.size(), known, repeated);
        return new FoundEntries(entries.subList(0, Math.min(entries.size(), most)), shortfall);
    }

    /** Asks until nothing new comes; returns whether the end of the list was not seen. */
    private boolean gather() throws DicomWebException {
        int size = 0;
        int offset = 0;
        boolean full = false;
        while (found.size() <= most) {
            int limit = Math.min(PAGES[size], most + 1 - found.size());
            Page page;
            try {
                page = source.page(offset, limit);
            } catch (RefusedPage refused) {
                size++;
                if (size < PAGES.length) {
                    continue;
                }
                if (found.isEmpty()) {
                    throw refused.refusal();
                }
                return true;
            }
            warned = page.warning();
            int before = found.size();
            for (FoundEntry entry : page.entries()) {
                if (found.size() <= most) {
                    found.putIfAbsent(entry.place().toString(), entry);
                }
            }
            if (page.entries().isEmpty()) {
                return false;
            }
            if (found.size() == before) {
                return full;
            }
            // Some archives give one more than the limit to say that there is more; one that gives many more knows no
            // limit.
            full = page.entries().size() == limit || page.entries().size() == limit + 1;
            offset += page.entries().size();
        }
        return false;
    }

    private String shortfall(int size, OptionalLong known, boolean endUnseen) {
        if (size > most) {
            return "These are not all: at most " + most + " " + kind + " are taken. Narrow the search.";
        }
        if (known.isPresent()) {
            return known.getAsLong() > size
                    ? "The archive gave " + size + " of " + known.getAsLong() + " " + kind
                            + ", and no more however it was asked. The others are missing here. Ask its administrator for its "
                            + "limit on the results of a search."
                    : "";
        }
        if (endUnseen) {
            return "The archive gives the first " + size + " " + kind
                    + " again when asked for further ones, so some may be "
                    + "missing. Narrow the search, or ask its administrator for its limit on the results of a search.";
        }
        return warned
                ? "The archive says that these " + kind + " are not all, or that it did not follow the whole search. "
                        + "Narrow the search."
                : "";
    }
}
