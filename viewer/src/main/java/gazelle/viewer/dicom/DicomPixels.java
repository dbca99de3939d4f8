package gazelle.viewer.dicom;

import gazelle.viewer.codec.CodecException;
import gazelle.viewer.codec.FrameSize;
import gazelle.viewer.codec.Jpeg2000Decoder;
import gazelle.viewer.codec.JpegDecoder;
import gazelle.viewer.codec.JpegLsDecoder;
import gazelle.viewer.codec.RleDecoder;
import gazelle.viewer.codec.Samples;
import gazelle.viewer.dicom.TransferSyntax.PixelCoding;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import org.jspecify.annotations.Nullable;

/** The pixels of a DICOM file, frame by frame, as stored. */
final class DicomPixels {
    private final DicomDataSet dataSet;
    private final DicomPixelFormat format;
    private final DicomElement element;
    private final @Nullable DicomFragments fragments;

    /**
     * Finds the pixels of a data set.
     *
     * @throws UnreadableImageException if they are cut off or wrapped in another way than the file's transfer syntax says
     */
    DicomPixels(DicomDataSet dataSet, DicomPixelFormat format) throws UnreadableImageException {
        DicomElement found = dataSet.find(TagNumbers.PIXELS);
        if (found == null) {
            throw UnreadableImageException.truncated("DICOM");
        }
        this.dataSet = dataSet;
        this.format = format;
        element = found;
        boolean wrapped = dataSet.syntax().pixels() != PixelCoding.NATIVE;
        if (found.hasUndefinedLength() != wrapped) {
            throw wrapped
                    ? UnreadableImageException.damaged("DICOM", "its compressed pixels are not in fragments")
                    : TransferSyntax.encapsulatedPixels();
        }
        if (wrapped) {
            fragments = new DicomFragments(dataSet.content(), found.offset(), format.frames());
        } else {
            found.requireWithin(dataSet.content());
            fragments = null;
        }
    }

    /** The values of a frame's counting bits, from 0, with the components of a pixel side by side. */
    Samples frame(int index) throws UnreadableImageException {
        int[] values = fragments == null
                ? unpacked(dataSet.content(), element.offset(), element.length(), index)
                : decoded(fragments.frame(index));
        for (int i = 0; i < values.length; i++) {
            values[i] = format.stored(values[i]);
        }
        return new Samples(format.bitsStored(), values);
    }

    private int[] decoded(byte[] data) throws UnreadableImageException {
        FrameSize size = new FrameSize(format.columns(), format.rows(), format.components());
        try {
            return switch (dataSet.syntax().pixels()) {
                case NATIVE, NATIVE_FRAGMENTS -> unpacked(data, 0, data.length, 0);
                case RLE ->
                    RleDecoder.decode(data, size, format.bitsAllocated() / 8).values();
                case JPEG -> JpegDecoder.decode(data, size).values();
                case JPEG_LS -> JpegLsDecoder.decode(data, size).values();
                case JPEG_2000 -> Jpeg2000Decoder.decode(data, size).values();
            };
        } catch (CodecException e) {
            throw UnreadableImageException.of(e, "DICOM");
        }
    }

    private int[] unpacked(byte[] content, int offset, int length, int index) throws UnreadableImageException {
        int bits = format.bitsAllocated();
        int samples = format.columns() * format.rows() * format.components();
        boolean bigEndian = dataSet.syntax().bigEndian();
        // Bytes in 16-bit words: in big endian the second pixel of each pair comes first (PS3.5 section 8.1.1).
        int swap = bigEndian && bits < 16 && element.vr().equals("OW") ? 1 : 0;
        long start = (long) samples * bits * index;
        long needed = (start + (long) samples * bits + 7) / 8;
        if (length < needed + (needed & swap)) {
            throw UnreadableImageException.truncated("DICOM");
        }
        int[] values = new int[samples];
        int planes = format.planar() ? format.components() : 1;
        int planeSize = samples / planes;
        for (int i = 0; i < samples; i++) {
            long bit = start + (long) i * bits;
            int place = (int) (bit / 8);
            values[i % planeSize * planes + i / planeSize] = switch (bits) {
                case 8 -> content[offset + (place ^ swap)] & 0xFF;
                case 12 -> twelveBits(content, offset, place, swap, bit % 8 == 0);
                case 16 -> DicomElement.shortAt(content, offset + place, bigEndian);
                default -> DicomElement.intAt(content, offset + place, bigEndian);
            };
        }
        return values;
    }

    /** Takes a sample that begins with the lower or the upper half of a byte; lower bits come first (PS3.5 section 8.1.1). */
    private static int twelveBits(byte[] content, int offset, int place, int swap, boolean lower) {
        int first = content[offset + (place ^ swap)] & 0xFF;
        int second = content[offset + (place + 1 ^ swap)] & 0xFF;
        return lower ? first | (second & 0x0F) << 8 : first >> 4 | second << 4;
    }
}
