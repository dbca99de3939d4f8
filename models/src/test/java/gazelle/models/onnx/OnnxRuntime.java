package gazelle.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A network's outputs by onnxruntime: the judge of our own reading of a file. */
public final class OnnxRuntime implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;

    public OnnxRuntime(byte[] file) throws OrtException {
        session = environment.createSession(file);
        input = session.getInputNames().iterator().next();
    }

    /** A model with files beside it. */
    public OnnxRuntime(Path file) throws OrtException {
        session = environment.createSession(file.toString());
        input = session.getInputNames().iterator().next();
    }

    /** The first output, flat in its own order, for an input given in the file's order. */
    public float[] run(float[] values, long... sizes) throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), sizes);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[output.remaining()];
            output.get(copy);
            return copy;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
