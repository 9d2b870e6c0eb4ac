package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static List<String> words(String text) {
        return CommandLine.of(Expression.parse("process:(" + text + ")"));
    }

    @Test
    void blanksSeparateWords() {
        assertThat(words("  python3 -u\tchild.py ")).containsExactly("python3", "-u", "child.py");
    }

    @Test
    void quotesKeepBlanksAndMayBeEmpty() {
        assertThat(words("sh -c 'echo \"$1\" \\' '' \"a b\" c' 'd"))
                .containsExactly("sh", "-c", "echo \"$1\" \\", "", "a b", "c d");
    }

    @Test
    void aBackslashKeepsTheNextCharacter() {
        assertThat(words("a\\ b \"c\\\"d\\\\\" e\\'f")).containsExactly("a b", "c\"d\\", "e'f");
    }

    @Test
    void questionMarksAndColonsInItBelongToTheCommand() {
        assertThat(CommandLine.of(Expression.parse("process:(curl http://localhost:1/?a=b (x))?grace=1s")))
                .containsExactly("curl", "http://localhost:1/?a=b", "(x)");
    }

    @Test
    void whatIsNotClosedIsShownWithItsPlace() {
        assertThatThrownBy(() -> words("cat 'a b"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("a quote is not closed at character 13 of \"process:(cat 'a b)\"; add '");
    }

    @Test
    void whatStandsBehindTheCommandIsRefusedWithItsPlace() {
        String mend = "; put all of it into the parentheses; options follow a question mark, for example"
                + " process:(python3 -u child.py)?grace=2s";
        assertThatThrownBy(() -> CommandLine.of(Expression.parse("process:(cat) -u")))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("something stands behind the command at character 13 of \"process:(cat) -u\"" + mend);
        assertThatThrownBy(() -> CommandLine.of(Expression.parse("process:(cat)(dog)")))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("something stands behind the command at character 13 of \"process:(cat)(dog)\"" + mend);
        assertThat(words("cat ')('")).containsExactly("cat", ")(");
    }
}
