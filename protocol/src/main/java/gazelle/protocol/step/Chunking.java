package gazelle.protocol.step;

/** The division of a non-linear layer into chunks, derived by both parties alike from public shapes. */
sealed interface Chunking permits UniformChunks, PooledStrips {
    /** Returns the number of chunks, at least 1. */
    int chunks();

    /**
     * Returns one chunk.
     *
     * @param number 0 to {@link #chunks} - 1
     */
    GarbledChunk chunk(int number);

    /** Returns the number of words of the layer's output. */
    int outputs();

    /** Returns the bits of each word of the output. */
    int outputBits();
}
