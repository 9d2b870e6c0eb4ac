package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathTest {
    @Test
    void runsOnThePathThatTheBuildSays() {
        assertThat(Tcp.class.getModule().isNamed())
                .isEqualTo(System.getProperty("shorthand.path").equals("module"));
    }
}
