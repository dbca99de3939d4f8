package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NaturalOrderTest {
    /** Names in the order that people expect, separated by bars. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "slice1.png|slice2.png|slice10.png|slice12.png",
                "img (1).jpg|img (2).jpg|img (10).jpg|img (11).jpg",
                "IM001|IM002|IM010|IM100|IM1000",
                "s1_i2|s1_i10|s2_i1|s10_i1",
                "a1|A2|a3|B1|b2",
                "1|02|3|010",
                "007|07|7",
                "a/2.png|a/10.png|a 1/1.png|b/1.png",
                "x99999999999999999999.png|x100000000000000000000.png",
                "slice.png|slice0.png|slice1.png"
            })
    void ordersNamesByTheirNumbers(String names) {
        List<String> expected = List.of(names.split("\\|"));
        List<String> shuffled = new ArrayList<>(expected);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(new NaturalOrder());
            assertThat(shuffled).isEqualTo(expected);
        }
    }

    @Test
    void ordersThePicturesOfAFolder(@TempDir Path folder) throws Exception {
        for (int number = 1; number <= 12; number++) {
            BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(0, 0, 0, 10 * number);
            ImageIO.write(
                    picture, "png", folder.resolve("Slice " + number + ".png").toFile());
        }

        SliceSeries series = SeriesReader.open(folder).series().getFirst();

        for (int i : IntStream.range(0, 12).toArray()) {
            assertThat(series.slice(i).image().pixel(0, 0)).isEqualTo(10 * (i + 1));
        }
    }
}
