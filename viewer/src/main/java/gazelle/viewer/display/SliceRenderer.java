package gazelle.viewer.display;

import gazelle.viewer.input.GrayImage;

/** Renders a slice through a window to screen pixels, at the slice's own size. */
public final class SliceRenderer {
    private SliceRenderer() {}

    /**
     * Renders to grey bytes.
     *
     * @return {@code width * height} unsigned bytes, row by row; 0 is black, 255 white
     */
    public static byte[] gray8(GrayImage image, WindowLevel window) {
        float[] pixels = image.pixels();
        byte[] result = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            result[i] = (byte) window.brightness(pixels[i]);
        }
        return result;
    }

    /**
     * Renders to opaque ARGB.
     *
     * @return {@code width * height} pixels {@code 0xFFvvvvvv}, row by row
     */
    public static int[] argb(GrayImage image, WindowLevel window) {
        float[] pixels = image.pixels();
        int[] result = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int brightness = window.brightness(pixels[i]);
            result[i] = 0xFF000000 | brightness << 16 | brightness << 8 | brightness;
        }
        return result;
    }
}
