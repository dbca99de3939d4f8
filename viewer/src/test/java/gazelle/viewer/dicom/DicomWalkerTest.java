package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.dicom.DicomWalker.Next;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import gazelle.viewer.tag.TagNumbers;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DicomWalkerTest {
    private static final int SEQUENCE = 0x00081140;

    /** An image whose first element is so many sequences within each other. */
    private static byte[] nested(int sequences) {
        DicomBytes file = DicomBytes.file(DicomBytes.EXPLICIT)
                .text(TagNumbers.SOP_CLASS, "UI", "1.2.840.10008.5.1.4.1.1.4")
                .text(TagNumbers.SOP_INSTANCE_UID, "UI", "1.2.3");
        for (int i = 0; i < sequences; i++) {
            file.header(SEQUENCE, "SQ", -1).header(TagNumbers.ITEM, "", -1);
        }
        file.text(TagNumbers.PATIENT_NAME, "PN", "Doe^Jane");
        for (int i = 0; i < sequences; i++) {
            file.header(TagNumbers.ITEM_END, "", 0).header(TagNumbers.SEQUENCE_END, "", 0);
        }
        return file.image(1, 1).pixels(7).toByteArray();
    }

    @Test
    void pictureHeaderAndDeidentifierShareOneLimitOfNesting() throws Exception {
        byte[] deepest = nested(DicomWalker.MAX_NESTED_SEQUENCES);
        assertThat(SliceReader.read(deepest).image().pixels()).containsExactly(7);
        assertThat(DicomTags.parse(deepest).complete()).isTrue();
        Deidentifier run = new Deidentifier(new SecureRandom());
        byte[] written = run.apply(deepest, false).content();
        DicomTags tags = DicomTags.parse(written);
        assertThat(tags.complete()).isTrue();
        assertThat(tags.list())
                .filteredOn(tag -> tag.tag() == TagNumbers.PATIENT_NAME)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.length()).isZero());

        byte[] tooDeep = nested(DicomWalker.MAX_NESTED_SEQUENCES + 1);
        assertThatExceptionOfType(UnreadableImageException.class)
                .isThrownBy(() -> SliceReader.read(tooDeep))
                .withMessageContaining("its sequences are nested too deeply")
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Code.DAMAGED));
        assertThat(DicomTags.parse(tooDeep).complete()).isFalse();
        assertThatExceptionOfType(DeidentificationException.class)
                .isThrownBy(() -> run.apply(tooDeep, false))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(DeidentificationException.Code.DAMAGED));
    }

    /** Writes what it is told, and enters sequences or not. */
    private static final class Notes implements DicomWalker.Visitor {
        private final List<String> notes = new ArrayList<>();
        private final Next ofSequences;

        private Notes(Next ofSequences) {
            this.ofSequences = ofSequences;
        }

        @Override
        public Next element(DicomElement element, String vr, TransferSyntax syntax, int depth) {
            notes.add("%s %08X at %d".formatted(vr, element.tag(), depth));
            return vr.equals("SQ") ? ofSequences : Next.OVER;
        }

        @Override
        public void item(DicomElement item, TransferSyntax syntax, int depth) {
            notes.add("item at " + depth);
        }

        @Override
        public void end(int valueEnd) {
            notes.add("end");
        }
    }

    private static List<String> walk(byte[] content, Next ofSequences) throws UnreadableImageException {
        Notes notes = new Notes(ofSequences);
        new DicomWalker(content).dataSet(0, content.length, TransferSyntax.EXPLICIT_LITTLE, notes);
        return notes.notes;
    }

    @Test
    void visitsWhatIsEnteredAndStepsOverTheRest() throws Exception {
        byte[] inner = DicomBytes.dataSet(DicomBytes.EXPLICIT)
                .header(TagNumbers.ITEM, "", -1)
                .text(TagNumbers.PATIENT_ID, "LO", "12")
                .header(TagNumbers.ITEM_END, "", 0)
                .toByteArray();
        for (int length : new int[] {-1, inner.length}) {
            DicomBytes content = DicomBytes.dataSet(DicomBytes.EXPLICIT)
                    .header(SEQUENCE, "SQ", length)
                    .raw(inner);
            if (length < 0) {
                content.header(TagNumbers.SEQUENCE_END, "", 0);
            }
            byte[] bytes = content.number(TagNumbers.ROWS, 1).toByteArray();
            assertThat(walk(bytes, Next.INTO))
                    .containsExactly(
                            "SQ 00081140 at 0", "item at 1", "LO 00100020 at 2", "end", "end", "US 00280010 at 0");
            assertThat(walk(bytes, Next.OVER)).containsExactly("SQ 00081140 at 0", "US 00280010 at 0");
            assertThat(walk(bytes, Next.STOP)).containsExactly("SQ 00081140 at 0");
        }
    }

    @Test
    void refusesSequencesAndItemsWithoutAnEnd() {
        DicomBytes noItemEnd = DicomBytes.dataSet(DicomBytes.EXPLICIT)
                .header(SEQUENCE, "SQ", -1)
                .header(TagNumbers.ITEM, "", -1)
                .text(TagNumbers.PATIENT_ID, "LO", "12");
        for (Next next : List.of(Next.INTO, Next.OVER)) {
            assertThatExceptionOfType(UnreadableImageException.class)
                    .isThrownBy(() -> walk(noItemEnd.toByteArray(), next))
                    .withMessageContaining("ends too early");
        }
        byte[] noSequenceEnd = noItemEnd.header(TagNumbers.ITEM_END, "", 0).toByteArray();
        assertThatExceptionOfType(UnreadableImageException.class)
                .isThrownBy(() -> walk(noSequenceEnd, Next.INTO))
                .withMessageContaining("ends too early");
        byte[] stray = noItemEnd
                .header(TagNumbers.SEQUENCE_END, "", 0)
                .header(TagNumbers.SEQUENCE_END, "", 0)
                .toByteArray();
        assertThatExceptionOfType(UnreadableImageException.class)
                .isThrownBy(() -> walk(stray, Next.INTO))
                .withMessageContaining("a sequence ends that never began");
    }
}
