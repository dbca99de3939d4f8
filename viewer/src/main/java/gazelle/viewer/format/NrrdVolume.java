package gazelle.viewer.format;

import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads volumes of Nearly Raw Raster Data (Teem's definition of versions 1 to 5), in one file or two. */
final class NrrdVolume {
    private static final String FORMAT = "NRRD";
    private static final byte[] MARK = "NRRD000".getBytes(StandardCharsets.US_ASCII);

    private final byte[] content;
    private final String packing;
    private final Neighbours neighbours;
    private final TextHeader header = new TextHeader(FORMAT);
    private int headerEnd;

    private NrrdVolume(byte[] content, String packing, Neighbours neighbours) {
        this.content = content;
        this.packing = packing;
        this.neighbours = neighbours;
    }

    static boolean isNrrd(byte[] content) {
        return content.length > MARK.length
                && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length)
                && content[MARK.length] >= '1'
                && content[MARK.length] <= '9';
    }

    /** Reads content that {@link #isNrrd} accepted. */
    static Volume read(byte[] content, String packing, Neighbours neighbours) throws UnreadableImageException {
        NrrdVolume file = new NrrdVolume(content, packing, neighbours);
        file.readHeader();
        return file.volume();
    }

    private void readHeader() throws UnreadableImageException {
        int position = TextHeader.endOfLine(content, 0) + 1;
        while (position < content.length) {
            int end = TextHeader.endOfLine(content, position);
            String line = TextHeader.line(content, position, end);
            position = end + 1;
            if (line.isEmpty()) {
                break;
            }
            if (position > TextHeader.MAX_BYTES) {
                throw UnreadableImageException.tooLarge("The header of this NRRD file is longer than 1 MiB");
            }
            // A line "key:=value" is a remark of some program; "field: value" belongs to the format.
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                boolean remark = line.startsWith(":=", colon);
                header.put((remark ? "key " : "") + line.substring(0, colon), line.substring(colon + (remark ? 2 : 1)));
            }
        }
        headerEnd = Math.min(position, content.length);
    }

    private Volume volume() throws UnreadableImageException {
        NrrdAxes axes = NrrdAxes.of(header);
        VoxelType type = typeOf(header.text("type").orElse("none"));
        VoxelType pixel = axes.pixelType(type);
        String encoding = header.text("encoding").orElse("none").toLowerCase(Locale.ROOT);
        VolumeSize size = axes.size();
        ByteBuffer bytes = switch (encoding) {
            case "raw" -> data(size.voxels() * pixel.sizeBytes(), false).order(order(type));
            case "gzip", "gz" -> data(size.voxels() * pixel.sizeBytes(), true).order(order(type));
            case "ascii", "text", "txt" ->
                WrittenNumbers.parse(
                        FORMAT, data(0, false), pixel, size.voxels() * pixel.sizeBytes() / type.sizeBytes());
            case "bzip2", "bz2" -> throw unread("packs its voxels with bzip2");
            case "hex" -> throw unread("writes its voxels in hexadecimal digits");
            default -> throw unread("stores its voxels in an unknown way");
        };
        Voxels voxels = Voxels.of(FORMAT, bytes, 0, pixel, size);
        return Volume.unscaled(
                SliceFormat.NRRD,
                axes.isInterleaved() ? voxels.interleaved() : voxels,
                axes.orientation(),
                String.join(", ", encodingParts(encoding)),
                List.of(),
                header.entries());
    }

    private List<String> encodingParts(String encoding) {
        String inner = encoding.equals("raw") ? "" : encoding.startsWith("gz") ? "gzip" : "text";
        return List.of(inner, packing).stream().filter(part -> !part.isEmpty()).toList();
    }

    /**
     * The bytes of the voxels, from here or the other file, without what is to be skipped.
     *
     * @param expected how many there have to be
     */
    private ByteBuffer data(long expected, boolean packed) throws UnreadableImageException {
        String named = header.text("data file", "datafile").orElse("");
        if (named.toUpperCase(Locale.ROOT).startsWith("LIST") || named.matches(".*%[0-9]*d.*")) {
            throw unread("spreads its voxels over several files");
        }
        byte[] source = named.isEmpty() ? content : DetachedVoxels.read(FORMAT, named, neighbours);
        int start = named.isEmpty() ? headerEnd : 0;
        for (int lines = header.whole(0, 0, Integer.MAX_VALUE, "line skip", "lineskip");
                lines > 0 && start < source.length;
                lines--) {
            start = Math.min(source.length, TextHeader.endOfLine(source, start) + 1);
        }
        ByteBuffer data = packed
                ? ByteBuffer.wrap(Unpacking.gunzip(source, start))
                : ByteBuffer.wrap(source, start, source.length - start).slice();
        int skip = header.whole(0, -1, Integer.MAX_VALUE, "byte skip", "byteskip");
        if (skip < 0) {
            // The voxels are what the file ends with.
            skip = (int) Math.max(0, data.capacity() - expected);
        }
        return data.position(Math.min(skip, data.capacity())).slice();
    }

    private ByteOrder order(VoxelType type) throws UnreadableImageException {
        String order = header.text("endian").orElse("").toLowerCase(Locale.ROOT);
        if (type.sizeBytes() > 1 && !order.equals("big") && !order.equals("little")) {
            throw UnreadableImageException.damaged(FORMAT, "its header does not say in which order the bytes are");
        }
        return order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static VoxelType typeOf(String name) throws UnreadableImageException {
        return switch (name.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")) {
            case "signed char", "int8", "int8_t" -> VoxelType.INT8;
            case "uchar", "unsigned char", "uint8", "uint8_t" -> VoxelType.UINT8;
            case "short", "short int", "signed short", "signed short int", "int16", "int16_t" -> VoxelType.INT16;
            case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t" -> VoxelType.UINT16;
            case "int", "signed int", "int32", "int32_t" -> VoxelType.INT32;
            case "uint", "unsigned int", "uint32", "uint32_t" -> VoxelType.UINT32;
            case "longlong",
                    "long long",
                    "long long int",
                    "signed long long",
                    "signed long long int",
                    "int64",
                    "int64_t" -> VoxelType.INT64;
            case "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t" -> VoxelType.UINT64;
            case "float" -> VoxelType.FLOAT32;
            case "double" -> VoxelType.FLOAT64;
            default -> throw unread("stores its voxels as an unknown type, such as blocks");
        };
    }

    /** Returns the refusal of a kind of NRRD file, named so that it follows the subject. */
    static UnreadableImageException unread(String habit) {
        return UnreadableImageException.unsupported(
                "This NRRD file " + habit, "Save it again as one grey volume, raw or with gzip, or as NIfTI.");
    }
}
