package gazelle.viewer.format;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads volumes of MetaImage (Kitware's MetaIO), in one file or two; directions and places count left, back, head. */
final class MetaImageVolume {
    private static final String FORMAT = "MetaImage";

    /** The field that ends the header. */
    private static final String LAST = "elementdatafile";

    private static final int MAX_AXES = 4;
    private static final int DETECTED_BYTES = 1 << 16;
    private static final List<String> FIRST_WORDS = List.of("objecttype", "ndims", "comment", "name", "id");

    private final byte[] content;
    private final String packing;
    private final Neighbours neighbours;
    private final TextHeader header = new TextHeader(FORMAT);
    private int headerEnd;

    private MetaImageVolume(byte[] content, String packing, Neighbours neighbours) {
        this.content = content;
        this.packing = packing;
        this.neighbours = neighbours;
    }

    /** Returns whether content begins with such a field and names its voxels soon. */
    static boolean isMetaImage(byte[] content) {
        int end = Math.min(64, TextHeader.endOfLine(content, 0));
        String first = new String(content, 0, Math.min(end, content.length), StandardCharsets.ISO_8859_1);
        int equals = first.indexOf('=');
        if (equals < 0
                || !FIRST_WORDS.contains(first.substring(0, equals).strip().toLowerCase(Locale.ROOT))) {
            return false;
        }
        return new String(content, 0, Math.min(content.length, DETECTED_BYTES), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .contains(LAST);
    }

    /** Reads content that {@link #isMetaImage} accepted. */
    static Volume read(byte[] content, String packing, Neighbours neighbours) throws UnreadableImageException {
        MetaImageVolume file = new MetaImageVolume(content, packing, neighbours);
        file.readHeader();
        return file.volume();
    }

    private void readHeader() throws UnreadableImageException {
        int position = 0;
        while (position < content.length && header.text(LAST).isEmpty()) {
            int end = TextHeader.endOfLine(content, position);
            String line = TextHeader.line(content, position, end);
            position = end + 1;
            if (position > TextHeader.MAX_BYTES) {
                throw UnreadableImageException.tooLarge("The header of this MetaImage file is longer than 1 MiB");
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                header.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        headerEnd = Math.min(position, content.length);
    }

    private Volume volume() throws UnreadableImageException {
        String kind = header.text("objecttype").orElse("Image");
        if (!kind.equalsIgnoreCase("Image")) {
            throw new UnreadableImageException(
                    Code.NO_PIXELS,
                    "This MetaIO file holds no picture but another object, such as a mesh or a scene. "
                            + "There is nothing to show. Choose another file.");
        }
        int axes = header.whole(0, 0, Integer.MAX_VALUE, "ndims");
        if (axes < 1 || axes > MAX_AXES) {
            throw UnreadableImageException.unsupported(
                    "This MetaImage file has other than 1 to " + MAX_AXES + " dimensions",
                    "Save each volume by itself.");
        }
        List<Long> sizes = new ArrayList<>(header.sizes(axes, "dimsize"));
        while (sizes.size() < MAX_AXES) {
            sizes.add(1L);
        }
        VolumeSize size = VolumeSize.of(FORMAT, sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3));
        VoxelType type = typeOf();
        boolean packed = isTrue("compresseddata");
        boolean binary = header.text("binarydata").isEmpty() || isTrue("binarydata");
        ByteBuffer data = data(size.voxels() * type.sizeBytes(), packed, binary);
        ByteBuffer bytes = binary
                ? data.order(order())
                : WrittenNumbers.parse(FORMAT, data, type, size.voxels() * (type.isColour() ? type.sizeBytes() : 1));
        List<String> packings = List.of(packed ? "zlib" : "", binary ? "" : "text", packing);
        return Volume.unscaled(
                SliceFormat.META_IMAGE,
                Voxels.of(FORMAT, bytes, 0, type, size),
                orientation(axes),
                String.join(
                        ", ", packings.stream().filter(part -> !part.isEmpty()).toList()),
                List.of(),
                header.entries());
    }

    private ByteBuffer data(long expected, boolean packed, boolean binary) throws UnreadableImageException {
        String named = header.text(LAST).orElse("");
        if (named.toUpperCase(Locale.ROOT).startsWith("LIST") || named.matches(".*%[0-9]*d.*")) {
            throw UnreadableImageException.unsupported(
                    "This MetaImage file spreads its voxels over several files", "Save it again as one file (.mha).");
        }
        boolean local = named.equalsIgnoreCase("LOCAL");
        byte[] source = local ? content : DetachedVoxels.read(FORMAT, named, neighbours);
        int start = local ? headerEnd : 0;
        int skip = header.whole(0, -1, Integer.MAX_VALUE, "headersize");
        if (skip < 0 && !packed && binary) {
            // The voxels are what the file ends with.
            skip = (int) Math.max(0, source.length - start - expected);
        }
        start = (int) Math.min(source.length, (long) start + Math.max(0, skip));
        if (!packed) {
            return ByteBuffer.wrap(source, start, source.length - start).slice();
        }
        if (expected > FileLimits.MAX_FILE_SIZE_BYTES) {
            throw UnreadableImageException.tooLarge("This MetaImage file unpacks to more than the limit of "
                    + (FileLimits.MAX_FILE_SIZE_BYTES >> 20) + " MiB");
        }
        return ByteBuffer.wrap(
                Unpacking.isGzip(source, start)
                        ? Unpacking.gunzip(source, start)
                        : Unpacking.inflateZlib(source, start, (int) expected, FORMAT));
    }

    private ByteOrder order() {
        return isTrue("binarydatabyteordermsb", "elementbyteordermsb") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private boolean isTrue(String... names) {
        String value = header.text(names).orElse("").toLowerCase(Locale.ROOT);
        return value.startsWith("t") || value.startsWith("1") || value.startsWith("y");
    }

    private VoxelType typeOf() throws UnreadableImageException {
        int channels = header.whole(1, 1, Integer.MAX_VALUE, "elementnumberofchannels");
        String name = header.text("elementtype").orElse("none").toUpperCase(Locale.ROOT);
        if (channels > 1) {
            if (name.equals("MET_UCHAR") && (channels == 3 || channels == 4)) {
                return channels == 3 ? VoxelType.RGB24 : VoxelType.RGBA32;
            }
            throw unread("vectors of " + channels + " numbers");
        }
        return switch (name) {
            case "MET_CHAR", "MET_ASCII_CHAR" -> VoxelType.INT8;
            case "MET_UCHAR" -> VoxelType.UINT8;
            case "MET_SHORT" -> VoxelType.INT16;
            case "MET_USHORT" -> VoxelType.UINT16;
            // MetaIO stores a long in 4 bytes on every computer.
            case "MET_INT", "MET_LONG" -> VoxelType.INT32;
            case "MET_UINT", "MET_ULONG" -> VoxelType.UINT32;
            case "MET_LONG_LONG" -> VoxelType.INT64;
            case "MET_ULONG_LONG" -> VoxelType.UINT64;
            case "MET_FLOAT" -> VoxelType.FLOAT32;
            case "MET_DOUBLE" -> VoxelType.FLOAT64;
            default -> throw unread("an unknown type, such as arrays");
        };
    }

    private static UnreadableImageException unread(String type) {
        return UnreadableImageException.unsupported(
                "This MetaImage file stores its voxels as " + type, "Save it again as one grey volume.");
    }

    /** Each row of the matrix is the direction of one dimension. */
    private VolumeOrientation orientation(int axes) {
        double unit = LengthUnit.inMillimetres(header.text("distanceunits").orElse(""));
        List<Double> spacings = header.numbers("elementspacing", "elementsize");
        List<Double> matrix = header.numbers("transformmatrix", "rotation", "orientation");
        List<Double> offset = header.numbers("offset", "position", "origin");
        boolean given = axes >= 3 && matrix.size() == axes * axes;
        List<PatientVector> steps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            double spacing = i < spacings.size() && spacings.get(i) != 0 ? Math.abs(spacings.get(i)) * unit : unit;
            steps.add(
                    given
                            ? VolumeOrientation.vector(
                                    spacing * matrix.get(i * axes),
                                    spacing * matrix.get(i * axes + 1),
                                    spacing * matrix.get(i * axes + 2))
                            : VolumeOrientation.vector(
                                    i == 0 ? spacing : 0, i == 1 ? spacing : 0, i == 2 ? spacing : 0));
        }
        PatientVector origin = offset.size() < 3
                ? new PatientVector(0, 0, 0)
                : VolumeOrientation.vector(unit * offset.get(0), unit * offset.get(1), unit * offset.get(2));
        VolumeOrientation affine = new VolumeOrientation(origin, steps, true);
        return given && affine.isUsable()
                ? affine
                : VolumeOrientation.unstated(steps.get(0), steps.get(1), steps.get(2));
    }
}
