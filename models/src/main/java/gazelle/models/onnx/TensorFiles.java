package gazelle.models.onnx;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Places of the tensors that an ONNX file keeps in files of their own, as exporters do with the weights of a model. */
interface TensorFiles {
    /**
     * The bytes of one tensor.
     *
     * @param location the file's name, as the model gives it
     * @param offset of its first byte
     * @param length how many bytes it has; -1 for the rest of the file
     * @throws OnnxFormatException if there is no such part of such a file
     */
    byte[] read(String location, long offset, long length) throws OnnxFormatException;

    /** Returns the files of a model that was given as bytes: there are none. */
    static TensorFiles none() {
        return (location, _, _) -> {
            throw new OnnxFormatException("lies in the file " + OnnxGraph.printable(location)
                    + ": give the model as a file in the same folder, or export it with its weights inside");
        };
    }

    /**
     * Returns the files that lie in the same folder as a model.
     *
     * @param model the ONNX file
     * @param mostBytes how many bytes all its tensors may have together
     */
    static TensorFiles beside(Path model, long mostBytes) {
        return new FolderOfModel(model, mostBytes);
    }

    /** The folder of a model: nothing outside it is read, whatever the model says. */
    final class FolderOfModel implements TensorFiles {
        private final Path model;
        private final long mostBytes;
        private long readBytes;

        private FolderOfModel(Path model, long mostBytes) {
            this.model = model;
            this.mostBytes = mostBytes;
        }

        @Override
        public byte[] read(String location, long offset, long length) throws OnnxFormatException {
            String shown = "lies in the file " + OnnxGraph.printable(location);
            if (location.isEmpty() || location.equals("..") || !location.matches("[^/\\\\:\\x00-\\x1f]{1,255}")) {
                throw new OnnxFormatException(shown + " (expected: a file in the model's own folder)");
            }
            try {
                Path file = model.toAbsolutePath().resolveSibling(location);
                if (!Files.exists(file)) {
                    throw new OnnxFormatException(shown
                            + ", which is not in the model's folder: copy it there, as both files belong together");
                }
                boolean inFolder = Files.isSameFile(file.toRealPath().resolveSibling("."), file.resolveSibling("."));
                if (!inFolder || !Files.isRegularFile(file)) {
                    throw new OnnxFormatException(shown + " (expected: a file in the model's own folder)");
                }
                return part(file, shown, offset, length);
            } catch (IOException problem) {
                throw new OnnxFormatException(shown + ", which cannot be read");
            }
        }

        private byte[] part(Path file, String shown, long offset, long length) throws IOException, OnnxFormatException {
            try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "r")) {
                long end = length < 0 ? data.length() : offset + length;
                if (offset < 0 || end < offset || end > data.length()) {
                    throw new OnnxFormatException(shown + " of " + data.length() + " bytes, from byte " + offset
                            + " on: the file is cut off, or belongs to another model");
                }
                readBytes += end - offset;
                if (readBytes > mostBytes) {
                    throw new OnnxFormatException(
                            shown + ": the model's weights take more than " + mostBytes + " bytes together");
                }
                byte[] bytes = new byte[(int) (end - offset)];
                data.seek(offset);
                data.readFully(bytes);
                return bytes;
            }
        }
    }
}
