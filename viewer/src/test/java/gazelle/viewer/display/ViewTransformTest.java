package gazelle.viewer.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ViewTransformTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final ViewTransform RESET = ViewTransform.RESET;

    private static SlicePlacement placed(ViewTransform transform) {
        return new SlicePlacement(transform, 256, 192, 1.25, 700, 500);
    }

    @Test
    void fitsTheSliceIntoTheViewWithTrueProportions() {
        SlicePlacement placement = placed(RESET);

        // 256 columns of 1.25 rows each are 320 rows wide: the width limits.
        assertThat(placement.scale()).isCloseTo(700.0 / 320, CLOSE);
        assertThat(placement.toView(0, 0).x()).isCloseTo(0, CLOSE);
        assertThat(placement.toView(256, 192).x()).isCloseTo(700, CLOSE);
        double columnLength =
                placement.toView(1, 0).x() - placement.toView(0, 0).x();
        double rowLength = placement.toView(0, 1).y() - placement.toView(0, 0).y();
        assertThat(columnLength / rowLength).isCloseTo(1.25, CLOSE);

        SlicePlacement turned = placed(RESET.rotatedRight());
        assertThat(turned.scale()).as("the height limits").isCloseTo(500.0 / 320, CLOSE);
    }

    @Test
    void keepsTheImagePointUnderThePointerWhileZooming() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 500; i++) {
            ViewTransform start = randomTransform(random);
            SlicePlacement before = placed(start);
            double x = random.nextDouble(0, 700);
            double y = random.nextDouble(0, 500);
            SlicePlacement.Point under = before.toImage(x, y);

            SlicePlacement after = placed(before.zoomedAt(random.nextDouble(0.3, 3), x, y));

            assertThat(after.toImage(x, y).x()).isCloseTo(under.x(), within(1e-6));
            assertThat(after.toImage(x, y).y()).isCloseTo(under.y(), within(1e-6));
        }
    }

    @Test
    void zoomStopsAtItsLimits() {
        assertThat(placed(RESET).zoomedAt(1e9, 10, 10).zoom()).isEqualTo(ViewTransform.MAX_ZOOM);
        assertThat(placed(RESET).zoomedAt(1e-9, 10, 10).zoom()).isEqualTo(ViewTransform.MIN_ZOOM);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ViewTransform(0, 0, 0, 0, false, false))
                .withMessage("zoom: 0.0 (expected: 0.25 to 64.0)");
    }

    @Test
    void viewAndImagePositionsAreInverse() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 500; i++) {
            SlicePlacement placement = placed(randomTransform(random));
            double x = random.nextDouble(0, 256);
            double y = random.nextDouble(0, 192);
            SlicePlacement.Point view = placement.toView(x, y);
            SlicePlacement.Point back = placement.toImage(view.x(), view.y());
            assertThat(back.x()).isCloseTo(x, within(1e-6));
            assertThat(back.y()).isCloseTo(y, within(1e-6));
        }
    }

    @Test
    void turnsAndFlipsAreThoseOfTheScreen() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 200; i++) {
            // Of a square picture, turns keep the fitting size, so that only positions change.
            ViewTransform start = randomTransform(random);
            SlicePlacement before = new SlicePlacement(start, 100, 100, 1, 400, 400);
            double x = random.nextDouble(0, 100);
            double y = random.nextDouble(0, 100);
            double right = before.toView(x, y).x() - 200;
            double down = before.toView(x, y).y() - 200;

            assertAt(start.rotatedRight(), x, y, -down, right);
            assertAt(start.rotatedLeft(), x, y, down, -right);
            assertAt(start.flippedHorizontally(), x, y, -right, down);
            assertAt(start.flippedVertically(), x, y, right, -down);
        }
    }

    private static void assertAt(ViewTransform transform, double x, double y, double right, double down) {
        SlicePlacement.Point point = new SlicePlacement(transform, 100, 100, 1, 400, 400).toView(x, y);
        assertThat(point.x()).isCloseTo(200 + right, within(1e-6));
        assertThat(point.y()).isCloseTo(200 + down, within(1e-6));
    }

    @Test
    void allCombinationsAreEightAndObeyTheirRules() {
        List<UnaryOperator<ViewTransform>> steps = List.of(
                ViewTransform::rotatedRight,
                ViewTransform::rotatedLeft,
                ViewTransform::flippedHorizontally,
                ViewTransform::flippedVertically);
        Set<ViewTransform> reached = new HashSet<>(Set.of(RESET));
        Deque<ViewTransform> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            ViewTransform now = open.pop();
            for (UnaryOperator<ViewTransform> step : steps) {
                if (reached.add(step.apply(now))) {
                    open.push(step.apply(now));
                }
            }
            assertThat(now.rotatedRight().rotatedLeft()).isEqualTo(now);
            assertThat(now.flippedHorizontally().flippedHorizontally()).isEqualTo(now);
            assertThat(now.flippedHorizontally().flippedVertically())
                    .isEqualTo(now.rotatedRight().rotatedRight());
        }
        assertThat(reached).hasSize(8);
    }

    @Test
    void panMovesByViewUnitsAndKeepsTheSliceInTheMiddle() {
        SlicePlacement placement = placed(RESET.rotatedRight());
        SlicePlacement.Point before = placement.toView(10, 20);
        SlicePlacement.Point after = placed(placement.panned(30, -12)).toView(10, 20);
        assertThat(after.x() - before.x()).isCloseTo(30, within(1e-6));
        assertThat(after.y() - before.y()).isCloseTo(-12, within(1e-6));

        SlicePlacement far = placed(placed(RESET).panned(1e6, -1e6));
        assertThat(far.toImage(350, 250).x()).isBetween(-1e-6, 256.000001);
        assertThat(far.toImage(350, 250).y()).isBetween(-1e-6, 192.000001);
    }

    private static ViewTransform randomTransform(SplittableRandom random) {
        return new ViewTransform(
                random.nextDouble(0.9, 20),
                random.nextDouble(-50, 50),
                random.nextDouble(-50, 50),
                random.nextInt(4),
                random.nextBoolean(),
                random.nextBoolean());
    }
}
