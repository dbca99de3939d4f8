package gazelle.models.onnx;

import java.nio.charset.StandardCharsets;

/** Files that are taken for ONNX and are something else: refused with what they are and how to get ONNX of them. */
final class ForeignModel {
    private static final String TO_ONNX_FROM_KERAS =
            ": convert it, as with python -m tf2onnx.convert (docs/how-to/bring-your-own-network.md)";
    private static final String TO_ONNX_FROM_PYTORCH =
            ": load it in PyTorch and write it with torch.onnx.export (docs/how-to/bring-your-own-network.md)";

    /** Far enough for every mark below. */
    private static final int LOOKED_AT = 64;

    private ForeignModel() {}

    /**
     * Refuses files of other kinds that can be told by their first bytes.
     *
     * @throws OnnxFormatException if the file is of such a kind
     */
    static void refuse(byte[] file) throws OnnxFormatException {
        String begin = new String(file, 0, Math.min(LOOKED_AT, file.length), StandardCharsets.ISO_8859_1);
        if (begin.startsWith("version https://git-lfs")) {
            throw new OnnxFormatException("this is a pointer of Git LFS, not the model itself: fetch the model with"
                    + " git lfs pull, or download it from the project's page");
        }
        if (begin.startsWith("PK\3\4")) {
            throw new OnnxFormatException(
                    "a zip archive, as PyTorch's .pt and Keras' .keras files are, not ONNX" + TO_ONNX_FROM_PYTORCH);
        }
        if (begin.startsWith("\u0089HDF\r\n")) {
            throw new OnnxFormatException("an HDF5 file, as Keras' .h5 is, not ONNX" + TO_ONNX_FROM_KERAS);
        }
        if (begin.startsWith("TFL3", 4)) {
            throw new OnnxFormatException("a TensorFlow Lite model, not ONNX" + TO_ONNX_FROM_KERAS);
        }
        if (begin.startsWith("\u0080\2") || begin.startsWith("\u0080\3") || begin.startsWith("\u0080\4")) {
            throw new OnnxFormatException("a Python pickle, as PyTorch's .pth may be, not ONNX" + TO_ONNX_FROM_PYTORCH);
        }
        if (begin.startsWith("{\"", 8)) {
            throw new OnnxFormatException("a safetensors file: weights without a network" + TO_ONNX_FROM_PYTORCH);
        }
    }
}
