package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.TransportListener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands before the links of a transport within another leaves nothing out: a default method that is not handed on is silently another. */
class EndingTest {
    private final List<Object> reported = new ArrayList<>();

    private final Ending ending = new Ending(
            new TransportListener() {
                @Override
                public void connected(StreamLink link) {
                    reported.add(link);
                }

                @Override
                public MessageReceiver connected(MessageLink link) {
                    reported.add(link);
                    return fake(MessageReceiver.class);
                }

                @Override
                public void failed(Throwable cause) {
                    reported.add(cause);
                }
            },
            cause -> {});

    private static <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            throw new AssertionError("nobody is to call " + method);
        }));
    }

    @Test
    void handsOnEveryMethodOfAStream() {
        ending.connected(fake(StreamLink.class));
        assertThat(leftOut(StreamLink.class)).isEmpty();
    }

    @Test
    void handsOnEveryMethodOfALinkOfMessages() {
        ending.connected(fake(MessageLink.class));
        assertThat(leftOut(MessageLink.class)).isEmpty();
    }

    private List<String> leftOut(Class<?> type) {
        Class<?> standsBefore = reported.get(0).getClass();
        return Stream.of(type.getMethods())
                .filter(method -> !isOverridden(method, standsBefore))
                .map(Method::getName)
                .toList();
    }

    private static boolean isOverridden(Method method, Class<?> by) {
        try {
            return !by.getMethod(method.getName(), method.getParameterTypes())
                    .getDeclaringClass()
                    .isInterface();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
