package gazelle.models.train;

import gazelle.models.data.UnusableDataException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a training after some epochs: all that it needs to go on as if it had never stopped.
 *
 * @param network the plan's name
 * @param seed that everything drawn comes from
 * @param fold that is held out, empty if none
 * @param epochs that were planned; another number stretches or shortens what is left
 * @param done epochs behind it
 * @param arrays parameters, momenta, averages and scales, in the trainer's order
 */
record Checkpoint(String network, long seed, String fold, int epochs, int done, List<float[]> arrays) {
    private static final int MAGIC = 0x475a_4354;
    private static final int MAX_VALUES = 1 << 26;

    Checkpoint {
        arrays = List.copyOf(arrays);
    }

    /** Writes it in place of an older one, so that a stop on the way leaves the older one. */
    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeInt(MAGIC);
            out.writeUTF(network);
            out.writeLong(seed);
            out.writeUTF(fold);
            out.writeInt(epochs);
            out.writeInt(done);
            out.writeInt(arrays.size());
            for (float[] array : arrays) {
                out.writeInt(array.length);
                for (float value : array) {
                    out.writeFloat(value);
                }
            }
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads it.
     *
     * @throws UnusableDataException if the file is missing, of another kind, or cut short
     */
    static Checkpoint read(Path file) throws UnusableDataException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new UnusableDataException(file + ": not a checkpoint of a training");
            }
            String network = in.readUTF();
            long seed = in.readLong();
            String fold = in.readUTF();
            int epochs = in.readInt();
            int done = in.readInt();
            int count = in.readInt();
            List<float[]> arrays = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int length = in.readInt();
                if (length < 0 || length > MAX_VALUES) {
                    throw new UnusableDataException(file + ": damaged checkpoint");
                }
                float[] array = new float[length];
                for (int j = 0; j < length; j++) {
                    array[j] = in.readFloat();
                }
                arrays.add(array);
            }
            return new Checkpoint(network, seed, fold, epochs, done, arrays);
        } catch (NoSuchFileException missing) {
            throw new UnusableDataException(file + ": no such file: nothing to resume");
        } catch (IOException cut) {
            throw new UnusableDataException(file + ": damaged checkpoint");
        }
    }
}
