/**
 * Boolean circuits over additively shared words, each described once and executed in several ways.
 *
 * <p>A {@link gazelle.crypto.circuit.Circuit} is code against a {@link gazelle.crypto.circuit.CircuitMachine}. Three
 * executions exist: in the clear ({@link gazelle.crypto.circuit.ClearMachine}), counted
 * ({@link gazelle.crypto.circuit.CountingMachine}) and garbled (package {@code gazelle.crypto.garbling}, garbler and
 * evaluator). Because all run the same description, their agreement can be tested and the bytes of a network are known
 * before it runs.
 *
 * <p>A {@link gazelle.crypto.circuit.Cascade} runs several circuits one after the other, the later ones on wires of the
 * earlier: so what several instances need is computed once.
 *
 * <p>The server (garbler) knows its share of every input word, so that share costs no labels: it is folded into gate
 * polarities. Outputs are arithmetic shares, made by gated sums without a subtracting circuit, or revealed bits.
 *
 * <p>Papers: GAZELLE (Juvekar, Vaikuntanathan, Chandrakasan, USENIX Security 2018) for the activation step; Zahur, Rosulek,
 * Evans (ePrint 2014/756) for half gates; Rosulek, Roy (ePrint 2021/749) for three halves.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.crypto.circuit;

import org.jspecify.annotations.NullMarked;
