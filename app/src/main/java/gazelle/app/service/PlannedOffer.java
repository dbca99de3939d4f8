package gazelle.app.service;

import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.wire.ModelOffer;

/**
 * A model that can be asked, with the share of each layer in its work.
 *
 * @param offer of the server
 * @param estimate from the checked plan of its network
 */
public record PlannedOffer(ModelOffer offer, ProgressEstimate estimate) {}
