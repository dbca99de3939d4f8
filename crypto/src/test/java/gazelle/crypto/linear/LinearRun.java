package gazelle.crypto.linear;

import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** One layer between a client and a server: what travelled, and both shares of the output. */
final class LinearRun {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;

    private final List<byte[]> requests;
    private final List<byte[]> responses;
    private final long[] clientShare;
    private final long[] mask;

    private LinearRun(List<byte[]> requests, List<byte[]> responses, long[] clientShare, long[] mask) {
        this.requests = requests;
        this.responses = responses;
        this.clientShare = clientShare;
        this.mask = mask;
    }

    /** Messages from the client. */
    List<byte[]> requests() {
        return requests;
    }

    /** Messages from the server. */
    List<byte[]> responses() {
        return responses;
    }

    /** The client's share of the output. */
    long[] clientShare() {
        return clientShare;
    }

    /** The server's share of the output. */
    long[] mask() {
        return mask;
    }

    /** Runs the layer between two fresh parties. */
    static LinearRun fresh(PreparedWeights weights, long[] clientShare, long[] serverShare, SecureRandom random) {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        try (LinearClient client = LinearClient.create(SET, nonce, random);
                LinearServer server = LinearServer.create(SET, nonce, client.publicMaterial(), random)) {
            return of(client, server, weights, clientShare, serverShare);
        }
    }

    /** Runs the layer on a connection. */
    static LinearRun of(
            LinearClient client, LinearServer server, PreparedWeights weights, long[] clientShare, long[] serverShare) {
        LinearPlan plan = weights.plan();
        List<byte[]> requests = new ArrayList<>();
        LinearClient.Upload upload = client.begin(plan, clientShare);
        for (int i = 0; i < plan.requestCount(); i++) {
            requests.add(upload.request(i));
        }
        return replay(client, server, weights, requests, serverShare);
    }

    /** Runs the layer with given uploads. */
    static LinearRun replay(
            LinearClient client,
            LinearServer server,
            PreparedWeights weights,
            List<byte[]> requests,
            long[] serverShare) {
        LinearPlan plan = weights.plan();
        LinearServer.Evaluation evaluation = server.begin(plan, weights, serverShare);
        for (int i = 0; i < requests.size(); i++) {
            evaluation.accept(i, requests.get(i));
        }
        List<byte[]> responses = new ArrayList<>();
        long[] mask = new long[plan.geometry().outputs()];
        long[] share = new long[mask.length];
        for (int i = 0; i < plan.responseCount(); i++) {
            byte[] response = evaluation.respond(i, mask);
            client.decrypt(plan, i, response, share);
            responses.add(response);
        }
        return new LinearRun(requests, responses, share, mask);
    }

    /** The output without its guard bits, signed, as the next circuit sees it. */
    static long[] decode(LinearPlan plan, long[] clientShare, long[] mask) {
        int unused = Long.SIZE - plan.shareBits();
        long half = 1L << (plan.guardBits() - 1);
        long[] decoded = new long[mask.length];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = (clientShare[i] + mask[i] + half) << unused >> unused >> plan.guardBits();
        }
        return decoded;
    }
}
