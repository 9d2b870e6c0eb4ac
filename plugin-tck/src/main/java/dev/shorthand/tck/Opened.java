package dev.shorthand.tck;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a rule has opened, to be closed after it, the last first. Confined to the test's thread. */
final class Opened {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    <T extends AutoCloseable> T closing(T resource) {
        resources.push(resource);
        return resource;
    }

    void closeNow(AutoCloseable resource) throws Exception {
        resources.remove(resource);
        resource.close();
    }

    void closeAll() throws Exception {
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
    }
}
