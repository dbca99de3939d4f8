package gazelle.models.train;

import gazelle.protocol.model.TensorShape;
import java.util.SplittableRandom;

/** One affine map from the cells of an input to the field of view in the picture that they are sampled from. */
final class Warp {
    private final TensorShape shape;
    private final int detail;
    private final int pictureWidth;
    private final int pictureHeight;
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;
    private final FieldOfView field;

    /** The part of a picture that is left of it, in its pixels: from the first to before the last. */
    private record FieldOfView(int left, int top, int right, int bottom) {
        static FieldOfView of(Augmentation augmentation, SplittableRandom random, int width, int height) {
            return new FieldOfView(
                    cut(augmentation, random, width),
                    cut(augmentation, random, height),
                    width - cut(augmentation, random, width),
                    height - cut(augmentation, random, height));
        }

        private static int cut(Augmentation augmentation, SplittableRandom random, int side) {
            return augmentation.cut() == 0 ? 0 : (int) (augmentation.cut() * random.nextDouble() * side);
        }

        boolean contains(int x, int y) {
            return x >= left && y >= top && x < right && y < bottom;
        }
    }

    Warp(Augmentation augmentation, SplittableRandom random, TensorShape shape, int detail, int context) {
        this.shape = shape;
        this.detail = detail;
        this.pictureWidth = shape.width() * detail * context;
        this.pictureHeight = shape.height() * detail * context;
        double angle = Math.toRadians(Augmentation.evenly(random, augmentation.rotation()));
        this.field = FieldOfView.of(augmentation, random, pictureWidth, pictureHeight);
        double filling = Math.max(
                (field.right - field.left) / (double) pictureWidth,
                (field.bottom - field.top) / (double) pictureHeight);
        double zoom = filling * (1 + Augmentation.evenly(random, augmentation.scale()));
        double across = augmentation.mirrored() && random.nextBoolean() ? -zoom : zoom;
        double down = augmentation.flipped() && random.nextBoolean() ? -zoom : zoom;
        this.xx = Math.cos(angle) * across;
        this.xy = -Math.sin(angle) * down;
        this.yx = Math.sin(angle) * across;
        this.yy = Math.cos(angle) * down;
        double x = Augmentation.evenly(random, augmentation.shift());
        double y = Augmentation.evenly(random, augmentation.shift());
        double middleX = (field.left + field.right) / (2.0 * detail);
        double middleY = (field.top + field.bottom) / (2.0 * detail);
        this.shiftX = middleX + (augmentation.movesWholeCells() ? Math.rint(x) : x);
        this.shiftY = middleY + (augmentation.movesWholeCells() ? Math.rint(y) : y);
    }

    float[] apply(float[] picture) {
        int height = shape.height();
        int width = shape.width();
        float[] values = new float[shape.elements()];
        for (int i = 0; i < height * detail; i++) {
            double y = (i + 0.5) / detail - height / 2.0;
            for (int j = 0; j < width * detail; j++) {
                double x = (j + 0.5) / detail - width / 2.0;
                double sourceX = (xx * x + xy * y + shiftX) * detail - 0.5;
                double sourceY = (yx * x + yy * y + shiftY) * detail - 0.5;
                int cell = i / detail * width + j / detail;
                for (int c = 0; c < shape.channels(); c++) {
                    values[c * height * width + cell] += (float) sample(picture, c, sourceX, sourceY);
                }
            }
        }
        if (detail > 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] /= detail * detail;
            }
        }
        return values;
    }

    /** Between the four nearest pixels' centres. */
    private double sample(float[] picture, int channel, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double bottom = y - top;
        double upper = (1 - right) * pixel(picture, channel, left, top);
        double lower = 0;
        if (right > 0) {
            upper += right * pixel(picture, channel, left + 1, top);
        }
        if (bottom > 0) {
            lower = (1 - right) * pixel(picture, channel, left, top + 1)
                    + right * pixel(picture, channel, left + 1, top + 1);
        }
        return (1 - bottom) * upper + bottom * lower;
    }

    private double pixel(float[] picture, int channel, int x, int y) {
        return field.contains(x, y) ? picture[(channel * pictureHeight + y) * pictureWidth + x] : 0;
    }
}
