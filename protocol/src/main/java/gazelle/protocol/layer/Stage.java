package gazelle.protocol.layer;

/** One step of an inference that both parties take together; fully determined by the public specification. */
public sealed interface Stage permits LinearStage, GarbledStage, LocalStage {
    /** Index of the layer in its network. */
    int layer();
}
