package gazelle.protocol.step;

/** How a non-linear layer is cut into chunks; derived by both parties alike from public shapes. */
sealed interface Chunking permits UniformChunks, PooledStrips {
    /** How many chunks, at least 1. */
    int chunks();

    /**
     * One of them.
     *
     * @param number 0 to {@link #chunks} - 1
     */
    GarbledChunk chunk(int number);

    /** Words of the layer's output. */
    int outputs();

    /** Bits of each word of the output. */
    int outputBits();
}
