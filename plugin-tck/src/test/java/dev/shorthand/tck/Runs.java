package dev.shorthand.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract within a test. */
final class Runs {
    private Runs() {}

    /** Returns the numbers of the rules that fail, such as {@code t3}, each with the reason. */
    static Map<String, Throwable> failedRules(Class<?> contract) {
        Map<String, Throwable> failed = new ConcurrentHashMap<>();
        AtomicInteger rules = new AtomicInteger();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .build();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    rules.incrementAndGet();
                }
                result.getThrowable()
                        .filter(reason -> result.getStatus() == TestExecutionResult.Status.FAILED)
                        .ifPresent(reason -> failed.put(test.getDisplayName().replaceFirst("_.*", ""), reason));
            }
        };
        // A rule that waits in vain need not do so for long here.
        System.setProperty(Await.PROPERTY, "PT3S");
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            System.clearProperty(Await.PROPERTY);
        }
        if (rules.get() == 0) {
            throw new AssertionError("no rule of " + contract + " was run");
        }
        return failed;
    }
}
