package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Remembered names = new Remembered(",\"", "\":");

    @Test
    void namesThatShareAPlaceAreEachGivenAsTheyAre() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String name = "name" + random.nextInt(2_000);
            byte[] json = names.json(name);
            if (json != null) {
                assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(",\"" + name + "\":");
            }
        }
    }

    @Test
    void anEqualNameIsGivenTheSameBytes() {
        byte[] json = names.json("name");
        assertThat(json).isNotNull().isSameAs(names.json(new String("name".toCharArray())));
    }

    @Test
    void aNameWhosePlaceIsTakenGetsItInTheEnd() {
        // Two texts of one hash.
        assertThat(names.json("Aa")).isNotNull();
        byte[] json = null;
        for (int i = 0; i < 16 && json == null; i++) {
            json = names.json("BB");
        }
        assertThat(json).isNotNull().isSameAs(names.json("BB"));
    }

    @Test
    void whatNeedsAnEscapeOrIsLongOrIsRefusedIsNotRemembered() {
        for (String name : new String[] {"a\"b", "a\\b", "a\nb", "ä", "\ud83d\ude00", "__bytes", "x".repeat(41)}) {
            assertThat(names.json(name)).as(name).isNull();
            assertThat(names.json(name)).as(name).isNull();
        }
    }
}
