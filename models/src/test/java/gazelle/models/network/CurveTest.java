package gazelle.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CurveTest {
    /** Values at -1.7, 0.4 and 2.9 by Python's math module, which has an error function. */
    static Stream<Arguments> curves() {
        return Stream.of(
                Arguments.of(Curve.tanh(), -0.935409070603099, 0.3799489622552249, 0.9939631673505831),
                Arguments.of(Curve.sigmoid(), 0.1544652650835347, 0.598687660112452, 0.9478464369215823),
                Arguments.of(Curve.elu(0.5, 2), -0.8173164759472653, 0.8, 5.8),
                Arguments.of(Curve.selu(), -1.436923557626588, 0.4202803949421922, 3.047032863330893),
                Arguments.of(Curve.celu(2), -1.1451701361025466, 0.4, 2.9),
                Arguments.of(Curve.softplus(), 0.16778602938626594, 0.9130152523999526, 2.953562776217963),
                Arguments.of(Curve.softsign(), -0.6296296296296295, 0.28571428571428575, 0.7435897435897436),
                Arguments.of(Curve.erf(), -0.9837904585907745, 0.42839235504666845, 0.9999589021219005),
                Arguments.of(Curve.gelu(), -0.0757612866895232, 0.2621686966441297, 2.8945891414288862),
                Arguments.of(Curve.geluByTanh(), -0.07589410444884379, 0.2621611694273562, 2.895033333764528),
                Arguments.of(Curve.swish(1.5), -0.12312502511458014, 0.25826252249031817, 2.8630471865540765),
                Arguments.of(Curve.hardSwish(), -0.36833333333333335, 0.22666666666666668, 2.8516666666666666),
                Arguments.of(Curve.mish(), -0.2825893806039154, 0.2890305340723631, 2.8842668281130717));
    }

    @ParameterizedTest
    @MethodSource("curves")
    void equalsItsDefinition(Curve curve, double low, double middle, double high) {
        assertThat(curve.at(-1.7)).isCloseTo(low, within(1e-12));
        assertThat(curve.at(0.4)).isCloseTo(middle, within(1e-12));
        assertThat(curve.at(2.9)).isCloseTo(high, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("curves")
    void neverFallsBelowItsBound(Curve curve, double low, double middle, double high) {
        assertThat(curve.lowest()).isLessThanOrEqualTo(Math.min(low, Math.min(middle, high)));
        for (double x = -30; x <= 30; x += 0.001) {
            assertThat(curve.at(x)).as("%s at %f", curve.name(), x).isGreaterThanOrEqualTo(curve.lowest());
        }
        assertThat(curve.plus(2.5).at(0.4)).isEqualTo(middle + 2.5, within(1e-12));
        assertThat(curve.plus(2.5).lowest()).isEqualTo(curve.lowest() + 2.5);
    }

    @Test
    void theErrorFunctionEndsAtOne() {
        Curve erf = Curve.erf();
        assertThat(erf.at(5.9)).isCloseTo(1, within(1e-15));
        assertThat(erf.at(-1000)).isEqualTo(-1);
        assertThat(erf.at(0)).isZero();
    }
}
